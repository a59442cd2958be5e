import { describe, expect, it } from 'vitest';
import { buildOverlay } from './build-overlay.ts';

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: ns }\nspec: { type: ClusterIP }\n';

function build(kustomization: string, files: Record<string, string> = {}) {
  const texts = new Map(Object.entries({ 'kustomization.yaml': kustomization, 'a.yaml': SERVICE, ...files }));
  return buildOverlay(texts, 'clusters/east/a');
}

function problemsOf(kustomization: string, files: Record<string, string> = {}): string[] {
  return build(kustomization, files).findings.map(({ rule, file, message }) => `${rule} ${file}: ${message}`);
}

const PATCHED =
  'resources: [a.yaml]\npatches: [{ path: patches/p.yaml, target: { kind: Service, name: a } }]\n';

describe('buildOverlay', () => {
  it('reads the resources that a kustomization lists, and nothing else', () => {
    const { manifests, findings } = build('resources: [./a.yaml]\n', { 'b.yaml': SERVICE });
    expect(findings).toEqual([]);
    expect(manifests.map(({ file }) => file)).toEqual(['clusters/east/a/a.yaml']);
  });

  it('reads every YAML and JSON file of a folder without a kustomization', () => {
    const { manifests } = buildOverlay(
      new Map([
        ['a.yml', SERVICE],
        ['b.json', '{"apiVersion":"v1","kind":"Pod","metadata":{}}'],
        ['README.md', '# a'],
      ]),
    );
    expect(manifests.map(({ file }) => file)).toEqual(['a.yml', 'b.json']);
  });

  it('says which files patched an object, and leaves others alone', () => {
    const other = SERVICE.replace('name: a', 'name: b');
    const { manifests, findings } = build(PATCHED.replace('[a.yaml]', '[a.yaml, b.yaml]'), {
      'b.yaml': other,
      'patches/p.yaml': '- { op: replace, path: /spec/type, value: NodePort }\n',
    });
    expect(findings).toEqual([]);
    expect(manifests.map(({ object, patchedBy }) => [object.spec, patchedBy])).toEqual([
      [{ type: 'NodePort' }, ['clusters/east/a/patches/p.yaml']],
      [{ type: 'ClusterIP' }, undefined],
    ]);
  });

  it('removes a resource that a patch deletes', () => {
    const patch = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n$patch: delete\n';
    expect(build(PATCHED, { 'patches/p.yaml': patch })).toEqual({ manifests: [], findings: [] });
  });

  it('applies a patch without target to the resource of its own name', () => {
    const patch =
      'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: ns }\nspec: { type: null }\n';
    const { manifests } = build('resources: [a.yaml]\npatches: [{ path: p.yaml }]\n', { 'p.yaml': patch });
    expect(manifests[0]?.object.spec).toEqual({});
  });

  it.each([
    ['components: [../x]', 'components'],
    ['images: [{ name: a }]\nnamePrefix: x', 'images, namePrefix'],
    ['configMapGenerator: []', 'configMapGenerator'],
    ['patches: [{ path: p, options: {} }]', 'patches with options'],
    ['patches: [{ path: p, target: { labelSelector: a=b } }]', 'targets with labelSelector'],
    ['resources: [../base]', 'the base ../base'],
    ['resources: ["https://git.example.com/a"]', 'the base https://git.example.com/a'],
    ['resources: [sub]', 'the base sub'],
  ])('does not build %j and says so', (kustomization, features) => {
    expect(problemsOf(kustomization, { 'sub/kustomization.yaml': '' })).toEqual([
      `manifest/kustomization-feature clusters/east/a/kustomization.yaml: Not built: this kustomization uses ${features}; only files as resources and patches with a target are built here.`,
    ]);
  });

  it.each([
    [
      'resources: [b.yaml]',
      'manifest/resource-missing clusters/east/a/kustomization.yaml: The kustomization lists "b.yaml", and the folder has no such file.',
    ],
    [
      'resources: a.yaml',
      'manifest/kustomization clusters/east/a/kustomization.yaml: This kustomization has resources that are no list of paths.',
    ],
    [
      'patches: [x]',
      'manifest/kustomization clusters/east/a/kustomization.yaml: This kustomization has patches that are no list of paths or texts with targets.',
    ],
    ['- a', 'manifest/kustomization clusters/east/a/kustomization.yaml: This kustomization is no map.'],
    [
      'a: [',
      'manifest/yaml-syntax clusters/east/a/kustomization.yaml: Kubernetes cannot read this document: unexpected end of the stream within a flow collection.',
    ],
    [
      'resources: [a.yaml, b.yaml]',
      'manifest/duplicate clusters/east/a/b.yaml: Service/a stands twice in the folder; Kustomize refuses that.',
      { 'b.yaml': SERVICE },
    ],
  ])('says what is wrong with %j', (kustomization, problem, files: Record<string, string> = {}) => {
    expect(problemsOf(kustomization, files)).toEqual([problem]);
  });

  it.each([
    ['- { op: remove, path: /spec/absent }', 'operation 1, remove /spec/absent, finds nothing there'],
    ['- { op: add, path: /a/b/c, value: 1 }', 'operation 1, add /a/b/c, finds nothing there'],
    ['- { op: test, path: /kind, value: Pod }', 'operation 1, test /kind, does not hold'],
    ['- { op: patch, path: /kind }', 'operation 1 has no known op and path'],
    ['- { op: move, path: /kind }', 'operation 1, move /kind, has no from'],
    ['- { op: remove, path: /metadata/name }', 'it takes away apiVersion, kind or metadata.name'],
    [
      'kind: Service',
      'it is neither a list of JSON patch operations nor a resource with kind and metadata.name',
    ],
    [
      'a: [',
      'Kubernetes cannot read this document: unexpected end of the stream within a flow collection (line 1)',
    ],
    ['{ kind: Service, metadata: { name: a }, spec: [1] }', 'it has a list where the resource has a map'],
    ['{ kind: Service, metadata: { name: a }, $patch: x }', 'it has the unknown directive $patch: "x"'],
  ])('says why the patch %j cannot be applied', (patch, reason) => {
    expect(problemsOf(PATCHED, { 'patches/p.yaml': patch })).toEqual([
      `manifest/patch clusters/east/a/patches/p.yaml: The patch cannot be applied: ${reason}.`,
    ]);
  });

  it.each([
    ['resources: [a.yaml]\npatches: [{ path: p.yaml }]', 'p.yaml', 'the folder has no such file'],
    [
      'resources: [a.yaml]\npatches: [{ patch: "- { op: remove, path: /spec }" }]',
      'kustomization.yaml',
      'a JSON patch needs a target',
    ],
    [
      'resources: [a.yaml]\npatches: [{ patch: "{apiVersion: v1, kind: Pod, metadata: {name: a}}" }]',
      'kustomization.yaml',
      'no resource matches it',
    ],
    [
      'resources: [a.yaml]\npatches: [{ patch: "- { op: remove, path: /spec }", target: { name: "(a+)+b" } }]',
      'kustomization.yaml',
      'its target "(a+)+b" is a regular expression; only names, .* and | are understood here',
    ],
  ])('says why the patch of %j cannot be applied', (kustomization, file, reason) => {
    expect(problemsOf(kustomization)).toEqual([
      `manifest/patch clusters/east/a/${file}: The patch cannot be applied: ${reason}.`,
    ]);
  });

  it.each([
    ['a', true],
    ['.*', true],
    ['b|a', true],
    ['a.*', true],
    ['.*b', false],
    ['aa', false],
  ])('matches a target named %j as Kustomize does', (name, matches) => {
    const kustomization = `resources: [a.yaml]\npatches: [{ patch: "- { op: remove, path: /spec }", target: { name: "${name}" } }]`;
    expect(build(kustomization).manifests[0]?.object.spec === undefined).toBe(matches);
  });
});
