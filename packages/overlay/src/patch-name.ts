/** The one resource that a patch file changes. */
export interface PatchTarget {
  kind: string;
  name: string;
}

/**
 * Reads `<Kind>.<name>[.<anything>].yaml`, the name of a file in patches/: it says which resource the patch is
 * for, so that two patches of one resource can stand side by side.
 */
export function parsePatchName(file: string): PatchTarget | undefined {
  const match =
    /^([A-Z][A-Za-z0-9]{0,62})\.([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)(?:\.[-A-Za-z0-9_.]{1,100})?\.yaml$/.exec(
      file,
    );
  return match === null ? undefined : { kind: match[1]!, name: match[2]! };
}
