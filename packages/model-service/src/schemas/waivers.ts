import { closedObject, clusterName, dnsLabel, named, owner, prose, type Schema } from './common.ts';

/** Exceptions from rules that an environment records. */
export const waiversSchema: Schema = {
  type: 'array',
  description: 'Recorded exceptions: findings that are known and accepted until a day.',
  items: named(
    'Waiver',
    closedObject(
      'One exception.',
      {
        rule: {
          type: 'string',
          description: 'The rule, as findings name it.',
          pattern: '^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$',
          'x-expected': 'the id of a rule, such as workload/read-only-root',
          maxLength: 100,
        },
        service: { ...dnsLabel, description: 'Only findings of this service.' },
        cluster: { ...clusterName, description: 'Only findings on this cluster.' },
        reason: { ...prose, description: 'Why it is accepted.', maxLength: 1000 },
        owner: { ...owner, description: 'Who answers for it, as in CODEOWNERS.' },
        expires: {
          type: 'string',
          description: 'The last day on which it holds, such as 2027-03-31.',
          pattern: '^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$',
          'x-expected': 'a day such as 2027-03-31',
          maxLength: 10,
        },
      },
      ['rule', 'reason', 'owner', 'expires'],
    ),
  ),
  minItems: 1,
  maxItems: 500,
};
