"""Runs a command and prints what it cost as JSON. Node.js does not tell the CPU time of a single child process."""

import json
import os
import subprocess
import sys

output, *command = sys.argv[1:]
with open(output, "wb") as stdout:
    child = subprocess.Popen(command, stdout=stdout)
    _, status, usage = os.wait4(child.pid, 0)
# Linux counts in KiB, macOS in bytes.
unit = 1 if sys.platform == "darwin" else 1024
cost = {
    "status": os.waitstatus_to_exitcode(status),
    "cpu": usage.ru_utime + usage.ru_stime,
    "system": usage.ru_stime,
    "peak": usage.ru_maxrss * unit,
}
print(json.dumps(cost))
