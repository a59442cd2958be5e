import type { ApplicationSetGenerator, ApplicationSetMatrixGenerator } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { defineRule } from '../../rule.ts';

type Generator = Loose<ApplicationSetGenerator | ApplicationSetMatrixGenerator>;

export const generatorsGenerate = defineRule({
  id: 'argocd/generators-generate',
  severity: 'error',
  needs: [],
  holds:
    'A generator of an ApplicationSet says what it generates from, and one that reads git which files or folders.',
  why: 'Such a generator fails or makes no Applications, and those that it made before are deleted.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/'],
  *check({ graph }) {
    for (const node of graph.ofKind('ApplicationSet'))
      for (const [index, generator] of (node.object.spec?.generators ?? []).entries())
        for (const { pointer, wrong } of findWrong(generator, `/spec/generators/${index}`))
          yield {
            node,
            pointer,
            message: `The generator ${wrong}.`,
            fix: 'Write what it generates from: files or directories of git, clusters, or a list.',
          };
  },
});

function findWrong(generator: Generator, pointer: string): { pointer: string; wrong: string }[] {
  const { git } = generator;
  const kinds = Object.keys(generator).filter((key) => key !== 'selector');
  if (kinds.length === 0)
    return [{ pointer, wrong: 'generates from nothing; expected git, clusters, list or another' }];
  if (git !== undefined && (git.files ?? []).length === 0 && (git.directories ?? []).length === 0)
    return [{ pointer: `${pointer}/git`, wrong: 'reads git and names neither files nor directories' }];
  return (['matrix', 'merge'] as const).flatMap((combination) =>
    nestedOf(generator, combination).flatMap((nested, index) =>
      findWrong(nested, `${pointer}/${combination}/generators/${index}`),
    ),
  );
}

function nestedOf(generator: Generator, combination: 'matrix' | 'merge'): Generator[] {
  const nested = generator[combination] as { generators?: Generator[] } | undefined;
  return nested?.generators ?? [];
}
