/** Forms of credentials that cannot be anything else, and what they are. Each is bounded, so that time is linear. */
const PATTERNS: readonly [string, RegExp][] = [
  ['a private key', /-----BEGIN (?:[A-Z]{1,20} )?(?:[A-Z]{1,20} )?PRIVATE KEY-----/],
  ['an access key of AWS', /(?<![A-Z0-9])(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}(?![A-Z0-9])/],
  ['a token of GitHub', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})/],
  ['a token of Hugging Face', /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{34}(?![A-Za-z0-9])/],
  ['a token of Slack', /(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{20}/],
  ['a key of Google', /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/],
  [
    'a signed token',
    /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{20,4096}\.eyJ[A-Za-z0-9_-]{20,4096}\.[A-Za-z0-9_-]{20}/,
  ],
  ['a password in an address', /:\/\/[A-Za-z0-9._~-]{1,64}:[A-Za-z0-9._~!*+%-]{6,64}@[A-Za-z0-9]/],
];

// What every form has in common with it: nearly all texts are done after one look.
const HINT =
  /-----BEGIN|AKIA|ASIA|gh[pousr]_|github_pat_|hf_|xox[abprs]-|AIza|eyJ|:\/\/[A-Za-z0-9._~!*+%:-]{1,130}@/;

/** What credential a text holds, by its form. */
export function credentialIn(text: string): string | undefined {
  if (!HINT.test(text)) return undefined;
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0];
}

// The end of a name says what it holds: TOKENIZER_PATH and MAX_TOKENS hold none.
const SECRET_NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|API_?KEY|AUTH_TOKEN|ACCESS_TOKEN|TOKEN|PRIVATE_KEY|ACCOUNT_KEY|STORAGE_KEY)$/;

/** Whether a variable is one that holds a secret, by its name. */
export function isSecretName(name: string): boolean {
  return name.length <= 256 && SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase());
}
