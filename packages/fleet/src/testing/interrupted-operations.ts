import { writeFileSync } from 'node:fs';
import { diskOperations, type WriteOperations } from '../write-operations.ts';

/** Thrown in place of the process' death. */
export class Killed extends Error {}

/** How the operation that is interrupted leaves the disk. */
export type Interruption = 'before' | 'half-written' | 'after';

/** The operations of the disk until the given call (from 1), where the process dies: nothing works after it. */
export function dieAt(call: number, interruption: Interruption): WriteOperations {
  let calls = 0;
  return wrap((name, args, perform) => {
    calls++;
    if (calls < call) return perform();
    if (calls === call && interruption === 'after') perform();
    if (calls === call && interruption === 'half-written' && name === 'createFile') writeHalf(args);
    throw new Killed(`at call ${call}, ${name}`);
  });
}

/** The operations of the disk, of which every creation of a file from the given one (from 1) fails. */
export function failCreationsFrom(creation: number, code: string): WriteOperations {
  let creations = 0;
  return wrap((name, [path], perform) => {
    if (name === 'createFile' && ++creations >= creation) {
      throw Object.assign(new Error(code), { code, path, syscall: 'open' });
    }
    perform();
  });
}

type Perform = (name: keyof WriteOperations, args: string[], perform: () => void) => void;

function wrap(perform: Perform): WriteOperations {
  const wrapped = Object.entries(diskOperations).map(([name, operation]) => [
    name,
    (...args: string[]) =>
      perform(name as keyof WriteOperations, args, () => (operation as (...all: string[]) => void)(...args)),
  ]);
  return Object.fromEntries(wrapped) as WriteOperations;
}

function writeHalf([path, content]: string[]): void {
  writeFileSync(path!, content!.slice(0, content!.length / 2), { flag: 'wx' });
}
