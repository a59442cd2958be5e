/**
 * Characters that a string of a configuration may hold: no control character except tab and line ends, no
 * lone surrogate, no line separator, no character that hides or reorders its neighbours.
 */
export const TEXT_PATTERN =
  '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]*$';
