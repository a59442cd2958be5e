import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether node_modules holds what the lock file asks for; packages for other platforms may be absent. */
export function isInstalled(root) {
  const present = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(present)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(present);
  return (
    Object.entries(found).every(([path, { version, link }]) => link || wanted[path]?.version === version) &&
    Object.entries(wanted).every(
      ([path, { optional, link }]) => !isDependency(path) || optional || link || path in found,
    )
  );
}

function packagesOf(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

// The rest are the workspace's own packages.
function isDependency(path) {
  return path.startsWith('node_modules/');
}
