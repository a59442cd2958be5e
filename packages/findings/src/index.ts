export { compareFindings, countFindings, type FindingCounts } from './finding-order.ts';
export { type Finding, type RelatedLocation, type Severity } from './finding.ts';
export { formatSarif } from './format-sarif.ts';
export { InternalError } from './internal-error.ts';
export { nearestName } from './nearest-name.ts';
export { appendPointer, parsePointer } from './pointer.ts';
export { type Position, type SourceFile } from './source-file.ts';
