/** Stands in the arguments for the checksum of files that have none. */
export const UNVERIFIED = 'unverified';

/**
 * Shell function that reads what `sha256sum` says about a list of files. The script has a function `refuse` and the
 * variables `source` and `expected`.
 *
 * The checksum is that of the list which sha256sum writes for all files, sorted by the bytes of their paths.
 */
export function verifyFunction(step: string): string {
  return `verify() {
  read -r found rest
  [ "$found" = "$expected" ] || refuse "$source has checksum $found, expected $expected"
  echo "${step}: $source is verified"
}`;
}
