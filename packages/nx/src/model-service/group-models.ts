import type { Finding } from '@fleetwright/findings';
import { IMAGE_VARIANTS, type ImageVariant, type RepositoryModel } from '@fleetwright/triton-config';

/** Models that one image can serve. */
export interface ModelGroup {
  variant: ImageVariant;
  models: RepositoryModel[];
}

/**
 * Puts models into groups by the image that carries their backends, usual images first. An ensemble and its
 * members stay together, because the server that runs it calls them in its own process.
 */
export function groupModels(models: readonly RepositoryModel[]): {
  groups: ModelGroup[];
  findings: Finding[];
} {
  const findings: Finding[] = [];
  const byVariant = new Map<ImageVariant, Set<RepositoryModel>>(
    IMAGE_VARIANTS.map((name) => [name, new Set()]),
  );
  for (const members of joinEnsembles(models)) {
    const variant = commonVariant(members);
    if (variant === undefined) findings.push(describeSplit(members));
    else members.forEach((model) => byVariant.get(variant)?.add(model));
  }
  const groups = [...byVariant].map(([variant, wanted]) => ({
    variant,
    models: models.filter((model) => wanted.has(model)),
  }));
  return { groups: groups.filter((group) => group.models.length > 0), findings };
}

/** Sets of models of which none calls a model of another set. */
function joinEnsembles(models: readonly RepositoryModel[]): RepositoryModel[][] {
  const sets = new Map(models.map((model) => [model.name, new Set([model])]));
  for (const model of models) {
    for (const { model_name: member } of model.config?.ensemble_scheduling?.step ?? []) {
      const own = sets.get(model.name)!;
      const other = member === undefined ? undefined : sets.get(member);
      if (other === undefined || other === own) continue;
      for (const joined of other) sets.set(joined.name, own.add(joined));
    }
  }
  return [...new Set(sets.values())].map((set) => [...set]);
}

function commonVariant(members: readonly RepositoryModel[]): ImageVariant | undefined {
  const backends = members.flatMap(({ backend }) => backend ?? []);
  // The first backend that is choosy decides, so that a Python model beside vLLM goes with it.
  const [choosiest] = [...backends].sort((a, b) => a.variants.length - b.variants.length);
  return choosiest?.variants.find((variant) => backends.every(({ variants }) => variants.includes(variant)));
}

function describeSplit(members: readonly RepositoryModel[]): Finding {
  const ensemble = members.find(({ config }) => config?.ensemble_scheduling !== undefined) ?? members[0]!;
  const needs = members
    .filter(({ backend }) => backend?.name !== 'ensemble')
    .map(({ name, backend }) => `${name} needs ${backend?.variants.join(' or ')}`);
  return {
    rule: 'nx/ensemble-images',
    severity: 'error',
    file: `${ensemble.directory}/config.pbtxt`,
    pointer: '/ensemble_scheduling',
    message: `No image carries every member of the ensemble ${ensemble.name}: ${needs.join(', ')}.`,
    fix: 'Use backends of one image, or split the ensemble.',
  };
}
