/**
 * Script of the init container beside fetched artifacts. Arguments: the configuration volume, the model repository,
 * and the version directories that must exist below it. It may run again over its own results.
 */
export const MODEL_CONFIG_SCRIPT = `set -eu
configuration=$1
repository=$2
shift 2
for directory in "$@"; do
  mkdir -p -- "$repository/$directory"
done
# The volume holds links, next to hidden directories of kubelet.
cp -RL -- "$configuration"/* "$repository"
`;

/**
 * Script of the init container beside mounted artifacts. Arguments: the configuration volume, the model repository,
 * then each version directory with the mounted directory of its files, which is empty for a draft. It may run again
 * over its own results.
 *
 * A version is a link to its directory: ONNX Runtime refuses data beside a model whose own links lead elsewhere. Only
 * where the configuration has a file of the version, such as vLLM's model.json, links to the single entries take its
 * place, so that the file can stand among them.
 */
export const LINK_SCRIPT = `set -eu
configuration=$1
repository=$2
shift 2
while [ "$#" -gt 0 ]; do
  directory=$1
  source=$2
  shift 2
  version=$repository/$directory
  rm -rf -- "$version"
  mkdir -p -- "$version"
  [ -n "$source" ] || continue
  find -L "$source" -type f | grep -q . || {
    echo "model-config: $source holds no file" >&2
    exit 1
  }
  if [ -d "$configuration/$directory" ]; then
    find "$source" -mindepth 1 -maxdepth 1 -exec ln -s -t "$version" -- {} +
  else
    rmdir -- "$version"
    ln -s -- "$source" "$version"
  fi
done
# The volume holds links, next to hidden directories of kubelet. Nothing is written through a link to an artifact.
cp -RL --remove-destination -- "$configuration"/* "$repository"
`;
