/** The bed could not be set up: nothing was judged, which is neither a pass nor a refusal. */
export class CannotRun extends Error {}
