import type { AnyRule } from '../../rule.ts';
import { annotationKnown } from './annotation-known.ts';
import { applicationsAlike } from './applications-alike.ts';
import { applicationsNamed } from './applications-named.ts';
import { destinationOfPlacement } from './destination-of-placement.ts';
import { destinationOnce } from './destination-once.ts';
import { everyClusterSynced } from './every-cluster-synced.ts';
import { generatePathsCover } from './generate-paths-cover.ts';
import { generatorsGenerate } from './generators-generate.ts';
import { ignoresSomething } from './ignores-something.ts';
import { labelsOfPlacement } from './labels-of-placement.ts';
import { notifiesAsDeclared } from './notifies-as-declared.ts';
import { parametersGiven } from './parameters-given.ts';
import { projectFirst } from './project-first.ts';
import { projectNamesKinds } from './project-names-kinds.ts';
import { projectPermitsNamespace } from './project-permits-namespace.ts';
import { projectPermits } from './project-permits.ts';
import { pruneGuarded } from './prune-guarded.ts';
import { retryReadsFix } from './retry-reads-fix.ts';
import { retryTries } from './retry-tries.ts';
import { servicesOutliveApplications } from './services-outlive-applications.ts';
import { sourceAsDeclared } from './source-as-declared.ts';
import { sourceComplete } from './source-complete.ts';
import { syncsAsDeclared } from './syncs-as-declared.ts';
import { templateLanguage } from './template-language.ts';
import { wavesInOrder } from './waves-in-order.ts';
import { weightsIgnored } from './weights-ignored.ts';
import { weightsKept } from './weights-kept.ts';
import { weightsLeftAlone } from './weights-left-alone.ts';
import { weightsNotCompared } from './weights-not-compared.ts';
import { windowComplete } from './window-complete.ts';
import { windowsAsDeclared } from './windows-as-declared.ts';

const RULES_OF_APPLICATIONS: readonly AnyRule[] = [
  destinationOnce,
  sourceComplete,
  projectPermits,
  projectPermitsNamespace,
  projectFirst,
  projectNamesKinds,
  windowComplete,
  generatorsGenerate,
  templateLanguage,
  parametersGiven,
  applicationsNamed,
  weightsIgnored,
  weightsNotCompared,
  weightsKept,
  weightsLeftAlone,
  ignoresSomething,
  retryTries,
  retryReadsFix,
  generatePathsCover,
  sourceAsDeclared,
  destinationOfPlacement,
  everyClusterSynced,
  labelsOfPlacement,
  syncsAsDeclared,
  windowsAsDeclared,
  notifiesAsDeclared,
  applicationsAlike,
  servicesOutliveApplications,
];

const KINDS = ['Application', 'ApplicationSet', 'AppProject'] as const;

/** Rules about what Argo CD reads. */
export const argocdRules: readonly AnyRule[] = [
  wavesInOrder,
  pruneGuarded,
  annotationKnown,
  ...RULES_OF_APPLICATIONS.map((rule) => ({ ...rule, kinds: KINDS })),
];
