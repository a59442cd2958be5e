import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Path of the browser: `CHROMIUM`, or the first that is on the PATH. */
export function findChromium(env: NodeJS.ProcessEnv): string {
  const { CHROMIUM, PATH = '' } = env;
  const found = [
    ...(CHROMIUM === undefined ? [] : [CHROMIUM]),
    ...PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
  ].find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `Found no browser, expected one of ${NAMES.join(', ')} on the PATH or CHROMIUM set to one. ` +
      'Install it: apt-get install --no-install-recommends chromium',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
