import { describe, expect, it } from 'vitest';
import { SCHEMA_SETS, schemaLocations } from './index.ts';

/** What kubeconform makes of a template: https://github.com/yannh/kubeconform/blob/master/pkg/registry/registry.go */
function expandLocation(location: string, apiVersion: string, kind: string): string {
  const [group = '', version] = apiVersion.split('/');
  return location
    .replace('{{.ResourceKind}}', kind.toLowerCase())
    .replace(
      '{{.KindSuffix}}',
      `-${group.split('.')[0]!}${version === undefined ? '' : `-${version}`}`.toLowerCase(),
    )
    .replace('{{.Group}}', group)
    .replace('{{.ResourceAPIVersion}}', version ?? group);
}

describe('schemaLocations', () => {
  it.each(SCHEMA_SETS)('lead to every schema of $component $minor', ({ component, minor, schemas }) => {
    const [location, ...others] = schemaLocations({ [component]: minor });
    expect(others).toEqual([]);
    for (const { apiVersion, kind, file } of schemas)
      expect(expandLocation(location!, apiVersion, kind)).toBe(file);
  });

  it('are those of what a cluster declares, Kubernetes first', () => {
    expect(schemaLocations({ istio: '1.31', kubernetes: '1.33' })).toEqual([
      'v1.33.0-standalone-strict/{{.ResourceKind}}{{.KindSuffix}}.json',
      'istio-1.31/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json',
    ]);
  });

  it.each([{}, { kubernetes: '1.20' }, { kubernetes: '1.34.4' }, { istio: undefined }])(
    'are none for versions without schemas: %j',
    (versions) => {
      expect(schemaLocations(versions)).toEqual([]);
    },
  );
});
