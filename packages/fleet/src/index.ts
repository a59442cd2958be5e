export { checkFleet } from './check-fleet.ts';
export { createRenderer } from './create-renderer.ts';
export { type Change } from './compare-overlay.ts';
export { type DriftKind } from './drift.ts';
export { type FleetReport } from './fleet-report.ts';
export { hashTool } from './hash-tool.ts';
export { type InputFile } from './input-file.ts';
export { type Recovery } from './journal.ts';
export type {
  ClusterFacts,
  EnvironmentFacts,
  PlacementRenderer,
  RenderedFiles,
  RenderedPlacement,
} from './placement-renderer.ts';
export { listRepository, type RepositoryListing } from './list-repository.ts';
export {
  PLACEMENT_PROGRESS,
  showProgressLine,
  type ProgressKind,
  type ProgressLine,
} from './progress-line.ts';
export { promote } from './promote.ts';
export type { Promotion, PromotionRequest } from './promote-release.ts';
export { planChanges, type PlannedChanges } from './plan-changes.ts';
export { readPlacement, type PlacementInputs } from './read-placement.ts';
export {
  listServices,
  readWorkspace,
  type EnvironmentInput,
  type FleetFilter,
  type FleetInputs,
} from './read-workspace.ts';
export { type RunOptions } from './run-steps.ts';
export { openWorkspace, type Workspace } from './workspace.ts';
export { writeFleet } from './write-fleet.ts';
export { validateFleet, type ValidationReport } from './validate-fleet.ts';
export { validatePaths, type PathsReport } from './validate-paths.ts';
export { measureCapacity, type CapacityReport, type ClusterCapacity } from './measure-capacity.ts';
export { findDriftedFiles } from './review-drift.ts';
export { findReviewSides, type ReviewRequest, type ReviewSides } from './review-sides.ts';
export { Judges } from './judges.ts';
export { neighboursOf } from './neighbours-of.ts';
export { SchemaFiles } from './schema-files.ts';
