import { deletion } from './deletion.ts';
import { hostChange } from './host-change.ts';
import { imageChange } from './image-change.ts';
import { immutableField } from './immutable-field.ts';
import { modelChange } from './model-change.ts';
import { networkOpening } from './network-opening.ts';
import { recreation } from './recreation.ts';
import { replicaFloor } from './replica-floor.ts';
import type { EntryRule } from './risk-rule.ts';
import { selectorChange } from './selector-change.ts';
import { weakerProbe } from './weaker-probe.ts';
import { weakerRollout } from './weaker-rollout.ts';

/** Every rule that judges single entries. */
export const ENTRY_RULES: readonly EntryRule[] = [
  deletion,
  immutableField,
  recreation,
  selectorChange,
  hostChange,
  networkOpening,
  weakerRollout,
  weakerProbe,
  imageChange,
  modelChange,
  replicaFloor,
];
