// `npm run public-manifests -- DIR…`: judges good manifests of others, file by file, and fails on any error: each is a
// false alarm. docs/validation.md names what it was last run on.
import { relative, resolve } from 'node:path';
import { validatePaths } from '@fleetwright/fleet';
import type { Finding } from '@fleetwright/findings';
import { listManifests } from './list-manifests.ts';

const COULD_NOT_CHECK = 'could-not-check/';

/** Samples that an API server refuses as well, by the end of their path, and what is wrong with them. */
const REFUSED: Readonly<Record<string, string>> = {
  'samples/bookinfo/demo-profile-no-gateways.yaml': 'an object without metadata',
  'samples/open-telemetry/loki/iop.yaml': 'an object without metadata',
  'scrapeclass/scrapeclass-example-definition.yaml': 'an object without metadata',
  'scrapeclass/scrapeclass-example-podmonitor.yaml': 'an object without metadata',
  'scrapeclass/scrapeclass-example-servicemonitor.yaml': 'a ServiceMonitor without its selector',
  'samples/mtls-echo/mtls-echo.yaml': 'a mount of a volume that the pod does not have',
};

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Give the folders that hold the manifests.');
  process.exit(2);
}

let files = 0;
let resources = 0;
const unchecked = new Map<string, number>();
const errors: Finding[] = [];
for (const folder of folders.map((path) => resolve(path))) {
  for (const path of listManifests(folder)) {
    const reason = Object.entries(REFUSED).find(([end]) => path.endsWith(end))?.[1];
    if (reason !== undefined) {
      console.log(`left out: ${relative(folder, path)} has ${reason}`);
      continue;
    }
    const report = await validatePaths(folder, [relative(folder, path)]);
    files++;
    resources += report.resources;
    for (const finding of report.findings) {
      if (finding.rule.startsWith(COULD_NOT_CHECK)) count(finding);
      else if (finding.severity === 'error') errors.push(finding);
    }
  }
}

function count({ message }: Finding): void {
  unchecked.set(message, (unchecked.get(message) ?? 0) + 1);
}

for (const { file, line, rule, resource, message } of errors)
  console.log(`${file}:${line ?? 1} ${rule} ${resource ?? ''}\n  ${message}`);
for (const [message, times] of [...unchecked].sort(([, left], [, right]) => right - left))
  console.log(`not checked, ${times} times: ${message}`);
console.log(`${files} files, ${resources} resources: ${errors.length} errors`);
process.exitCode = errors.length === 0 ? 0 : 1;
