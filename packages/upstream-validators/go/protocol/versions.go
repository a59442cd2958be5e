package protocol

import "runtime/debug"

// ReadVersions says which versions of some modules are linked into this program.
func ReadVersions(modules map[string]string) map[string]string {
	versions := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return versions
	}
	for _, dependency := range info.Deps {
		if name, wanted := modules[dependency.Path]; wanted {
			versions[name] = dependency.Version
		}
	}
	return versions
}
