import { UNVERIFIED, verifyFunction } from './checksum-script.ts';

/**
 * Script of a fetch container. Arguments: the model repository, then source, directory and SHA-256 of each item.
 * Values reach it as arguments only, never as its text. Whatever an interrupted run has left, the directory ends up
 * as the source is, or it is removed and the step fails.
 */
export const FETCH_SCRIPT = `set -eu

refuse() {
  echo "fetch: $1" >&2
  # The next attempt starts anew.
  rm -rf -- "$directory"
  exit 1
}

list() {
  cd "$directory"
  find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
}

${verifyFunction('fetch')}

repository=$1
shift
while [ "$#" -gt 0 ]; do
  source=$1
  directory=$repository/$2
  expected=$3
  shift 3
  echo "fetch: $source to $directory"
  mkdir -p -- "$directory"
  rclone sync --checksum --retries 5 --retries-sleep 10s \\
    --stats 30s --stats-one-line --stats-log-level NOTICE -- "$source" "$directory"
  find "$directory" -type f | grep -q . || refuse "$source holds no file"
  if [ "$expected" = ${UNVERIFIED} ]; then
    echo "fetch: $source is not verified, its checksum is unknown"
  else
    list | sha256sum | verify
  fi
done
`;
