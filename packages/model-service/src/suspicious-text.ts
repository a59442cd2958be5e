/**
 * Control, line-separator, direction-override, zero-width and surrogate characters: invisible in a review, and
 * altered or refused by some YAML reader. Tab and line feed are left out; fields of one line refuse them by
 * their pattern.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const EVERY_HIDDEN = new RegExp(`${HIDDEN.source}|[\\t\\n]`, 'g');

// A quick look for what all secrets below contain, so that ordinary strings cost one test.
const SECRET_HINT = /-----BEGIN|A[KS]IA|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|hf_|nvapi-|sk-|eyJ|AIza/;

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]{1,40}-----/, 'a PEM block'],
  [/(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])/, 'an AWS access key id'],
  [/(?<![A-Za-z0-9])gh[oprsu]_[A-Za-z0-9]{36}/, 'a GitHub token'],
  [/(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{22}/, 'a GitHub token'],
  [/(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}/, 'a GitLab token'],
  [/(?<![A-Za-z0-9])xox[abeprs]-[A-Za-z0-9-]{10}/, 'a Slack token'],
  [/(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30}/, 'a Hugging Face token'],
  [/(?<![A-Za-z0-9])nvapi-[A-Za-z0-9_-]{30}/, 'an NVIDIA API key'],
  [/(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{32}/, 'an API key'],
  [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10}/, 'a JSON Web Token'],
  [/(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/, 'a Google API key'],
];

/** The first invisible or control character of a text, as `U+202E`. */
export function findHiddenCharacter(text: string): string | undefined {
  const match = HIDDEN.exec(text);
  return match === null ? undefined : codePoint(match[0]);
}

/** Writes hidden characters and line ends as escapes, so that a message is one readable line. */
export function escapeHidden(text: string): string {
  return text.replace(
    EVERY_HIDDEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What kind of secret a text looks like, with its article; undefined when it does not. */
export function findSecret(text: string): string | undefined {
  if (!SECRET_HINT.test(text)) return undefined;
  return SECRETS.find(([pattern]) => pattern.test(text))?.[1];
}

/** Whether an address carries a user name or password; the user alone of an SSH address proves nothing to anybody. */
export function hasUserInfo(text: string): boolean {
  return /^(?!ssh:\/\/[a-z][-a-z0-9]{0,30}@)[a-z0-9+.-]{1,20}:\/\/[^/@]{0,200}@/i.test(text);
}

/** The first character outside ASCII, as `U+043E`. */
export function findNonAscii(text: string): string | undefined {
  const match = /[^\u0000-\u007f]/u.exec(text);
  return match === null ? undefined : codePoint(match[0]);
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
