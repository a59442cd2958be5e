import { describe, expect, it } from 'vitest';
import { judgeYaml } from '../../testing.ts';

interface Parts {
  generators?: string;
  name?: string;
  goTemplate?: boolean;
  source?: string;
  destination?: string;
  more?: string;
  objects?: string;
}

const GIT =
  'git: { repoURL: https://git.example.com/a.git, revision: main, directories: [{ path: apps/* }] }';

function judged({
  generators = `{ ${GIT} }`,
  name = "name: '{{.path.basename}}'",
  goTemplate = true,
  source = "path: '{{.path.path}}'",
  destination = 'name: in-cluster',
  more = '',
  objects = '',
}: Parts): string[] {
  return judgeYaml(`apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all, namespace: argocd }
spec:
  goTemplate: ${goTemplate}
  generators: [${generators}]
  template:
    metadata: { ${name} }
    spec:
      project: default
      source: { repoURL: https://git.example.com/a.git, ${source} }
      destination: { namespace: shop, ${destination} }
  ${more}
---
${objects}`);
}

const list = (elements: string) => `{ list: { elements: [${elements}] } }`;

describe('argocd/generators-generate', () => {
  it('refuses a generator of nothing, and one that reads nothing of git', () => {
    expect(
      judged({ generators: '{}, { git: { repoURL: https://git.example.com/a.git, revision: main } }' }),
    ).toEqual([
      'argocd/generators-generate ApplicationSet/all /spec/generators/0: The generator generates from nothing; expected git, clusters, list or another.',
      'argocd/generators-generate ApplicationSet/all /spec/generators/1/git: The generator reads git and names neither files nor directories.',
    ]);
  });

  it('looks into combinations', () => {
    expect(judged({ generators: `{ matrix: { generators: [{ ${GIT} }, {}] } }` })).toEqual([
      'argocd/generators-generate ApplicationSet/all /spec/generators/0/matrix/generators/1: The generator generates from nothing; expected git, clusters, list or another.',
    ]);
  });

  it('accepts all clusters', () => {
    expect(judged({ generators: '{ clusters: {} }', name: "name: '{{.name}}'" })).toEqual([]);
  });
});

describe('argocd/template-language', () => {
  it('refuses a Go template where it is not on', () => {
    expect(judged({ goTemplate: false })).toEqual([
      'argocd/template-language ApplicationSet/all /spec/template: The template asks for {{.path.basename}} as a Go template does, and goTemplate is not on: it is not filled in.',
    ]);
  });

  it('leaves alone what Helm fills in before', () => {
    expect(
      judged({ goTemplate: false, name: "name: '{{ .Values.name }}-{{name}}'", source: 'path: a' }),
    ).toEqual([]);
  });

  it('refuses a bare name where it is', () => {
    expect(judged({ source: "path: '{{path}}'" })).toEqual([
      'argocd/template-language ApplicationSet/all /spec/template: goTemplate is on, and the template asks for {{path}}; expected {{.path}}.',
    ]);
  });

  it('leaves alone what a Go template may do', () => {
    expect(judged({ source: "path: '{{index .path.segments 0}}/{{ .path.basename | lower }}'" })).toEqual([]);
  });
});

describe('argocd/parameters-given', () => {
  const source = "path: 'apps/{{.values.team}}'";

  it('refuses a value that one of the generators does not give', () => {
    const withValues = `{ ${GIT.replace(/ }$/, ', values: { team: web } }')} }`;
    expect(judged({ source, generators: `${withValues}, { ${GIT} }` })).toEqual([
      'argocd/parameters-given ApplicationSet/all /spec/generators/1/git: The generator gives no values.team, which the template asks for.',
    ]);
  });

  it('asks nothing of combinations, and nothing where a patch fills in the rest', () => {
    expect(judged({ source, generators: `{ matrix: { generators: [{ ${GIT} }, { ${GIT} }] } }` })).toEqual(
      [],
    );
    expect(judged({ source, more: 'templatePatch: "spec: {}"' })).toEqual([]);
  });

  it('lets a template do without', () => {
    expect(judged({ source: 'path: \'{{ .values.team | default "web" }}\'' })).toEqual([]);
  });
});

describe('argocd/applications-named', () => {
  it('refuses a template without a name', () => {
    expect(judged({ name: '' })).toEqual([
      'argocd/applications-named ApplicationSet/all /spec/template/metadata: The template gives its Applications no name.',
    ]);
  });

  it('refuses one name for all', () => {
    expect(judged({ name: 'name: shop', source: 'path: a', generators: list('{ a: x }, { a: y }') })).toEqual(
      [
        'argocd/applications-named ApplicationSet/all /spec/template/metadata: All 2 Applications of the template have the name shop.',
      ],
    );
  });

  it('accepts one name for one', () => {
    expect(judged({ name: 'name: shop', source: 'path: a', generators: list('{ a: x }') })).toEqual([]);
  });
});

describe('argocd/project-permits', () => {
  const objects = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: default, namespace: argocd }
spec: { sourceRepos: ['*'], destinations: [{ name: east, namespace: '*' }] }
`;
  const elements = list('{ cluster: east }, { cluster: west }');

  it.each([
    [true, '{{.cluster}}'],
    [false, '{{ cluster }}'],
  ])('judges what a list gives (goTemplate: %s)', (goTemplate, cluster) => {
    const told = judged({
      goTemplate,
      generators: elements,
      name: `name: '${cluster}'`,
      source: 'path: a',
      destination: `name: '${cluster}'`,
      objects,
    });
    expect(told).toEqual([
      'argocd/project-permits ApplicationSet/all /spec/template/spec/destination: The project default does not permit the namespace shop on west.',
    ]);
  });

  it('permits what git alone knows', () => {
    const told = judged({
      destination: "name: '{{.path.basename}}'",
      objects,
    });
    expect(told).toEqual([]);
  });
});

describe('argocd/source-complete', () => {
  it.each([
    ['targetRevision: main', 'neither path nor chart; expected one of them'],
    ["path: ''", 'neither path nor chart; expected one of them'],
    ['chart: redis', 'the chart redis and no targetRevision, which is its version'],
  ])('refuses {%s}', (source, lacking) => {
    expect(judged({ source })).toEqual([
      `argocd/source-complete ApplicationSet/all /spec/template/spec/source: The source has ${lacking}.`,
    ]);
  });

  it('lets one of several be there for its values', () => {
    expect(judgeSources('{ repoURL: https://git.example.com/a.git, ref: values }')).toEqual([]);
    expect(judgeSources('{ path: a }')).toEqual([
      'argocd/source-complete Application/shop /spec/sources/1: The source has no repoURL.',
    ]);
  });

  it('leaves the rest to a patch', () => {
    expect(judged({ source: '', more: 'templatePatch: "spec: {}"' })).toEqual([]);
  });
});

const judgeSources = (second: string) =>
  judgeYaml(`apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd }
spec:
  project: default
  destination: { name: in-cluster, namespace: shop }
  sources: [{ repoURL: https://charts.example.com, chart: redis, targetRevision: 1.2.3 }, ${second}]
`);
