/**
 * Thrown only for defects of Fleetwright itself; a user's mistake is a {@link Finding}. The edge prints it
 * with what to report.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
