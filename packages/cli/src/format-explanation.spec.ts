import { describe, expect, it } from 'vitest';
import { formatExplanation } from './format-explanation.ts';

describe('formatExplanation', () => {
  it('says where a value stands and what it replaced, nearest first', () => {
    expect(
      formatExplanation({
        kind: 'stated',
        pointer: '/scaling/minReplicas',
        value: 3,
        origin: { layer: 'override', file: 'apps/chat/model-service.yaml', line: 40, column: 30 },
        overrode: [
          { layer: 'service', file: 'apps/chat/model-service.yaml', line: 20, column: 18, value: 2 },
          { layer: 'built-in default', value: 1 },
        ],
      }),
    ).toBe(`\
/scaling/minReplicas = 3
  set by override, apps/chat/model-service.yaml:40:30
  overrode 2, service, apps/chat/model-service.yaml:20:18
  overrode 1, built-in default
`);
  });

  it('gives the formula and the inputs of a derived value', () => {
    expect(
      formatExplanation({
        kind: 'derived',
        pointer: '/budgets/load',
        value: 11,
        formula: 'size / speed',
        inputs: { size: '1Gi', speed: undefined },
      }),
    ).toBe('/budgets/load = 11\n  derived: size / speed\n    size = "1Gi"\n    speed = (nothing)\n');
  });
});
