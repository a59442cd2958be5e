import { UNVERIFIED, verifyFunction } from './checksum-script.ts';

/**
 * Script of a verify container. Arguments: directory and SHA-256 of each item. Links count as the files to which they
 * lead, since that is what the server reads.
 */
export const VERIFY_SCRIPT = `set -eu

refuse() {
  echo "verify: $1" >&2
  exit 1
}

list() {
  cd "$source"
  find -L . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
}

${verifyFunction('verify')}

while [ "$#" -gt 0 ]; do
  source=$1
  expected=$2
  shift 2
  [ -d "$source" ] || refuse "$source is no directory"
  find -L "$source" -type f | grep -q . || refuse "$source holds no file"
  if [ "$expected" = ${UNVERIFIED} ]; then
    echo "verify: $source is not verified, its checksum is unknown"
  else
    list | sha256sum | verify
  fi
done
`;
