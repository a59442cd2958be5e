#!/usr/bin/env bash
# The alert tests run promtool. It comes from Debian's package prometheus; elsewhere it must be installed by hand.
set -euo pipefail
if command -v promtool >/dev/null; then exit 0; fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo 'promtool is missing: install Prometheus (Debian and Ubuntu: sudo apt-get install prometheus).' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# Only the tools are wanted: no service may start on a test machine.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
trap 'rm -f /usr/sbin/policy-rc.d' EXIT
apt-get install -y -qq --no-install-recommends prometheus >/dev/null
