/** The `$comment` of a field in whose empty text the API server sees none: it fills in the default. */
export const EMPTY_IS_DEFAULT = 'An empty text is the default.';
