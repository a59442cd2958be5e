import { describe, expect, it } from 'vitest';
import { explainablePointers, explainPlan } from './explain-plan.ts';
import { planInputsFixture } from './plan-inputs-fixture.ts';
import { resolvePlan } from './resolve-plan.ts';

const SERVICE = 'apps/image-classification/model-service.yaml';
const ENVIRONMENT = 'environments/production/environment.yaml';

function explain(pointer: string, edit: Parameters<typeof planInputsFixture>[0] = () => ({})) {
  return explainPlan(resolvePlan(planInputsFixture(edit)), pointer);
}

describe('explainPlan', () => {
  it('shows where a value stands and what it overrode', () => {
    expect(explain('/scaling/minReplicas')).toEqual({
      kind: 'stated',
      pointer: '/scaling/minReplicas',
      value: 2,
      origin: { layer: 'service', file: SERVICE, line: 33, column: 18 },
      overrode: [{ layer: 'built-in default', value: 2 }],
    });
  });

  it('names the environment for what only it says', () => {
    expect(explain('/slo/window')).toMatchObject({
      origin: { layer: 'environment default', file: ENVIRONMENT, line: 8 },
      overrode: [{ layer: 'built-in default', value: '30d' }],
    });
  });

  it('goes back to the built-in default or the formula where an override takes a value back', () => {
    const takeBack =
      (spec: string) =>
      ({ service }: { service: string }) => ({
        service: `${service}  overrides:\n    - { match: { cluster: prod-us-east }, spec: ${spec} }\n`,
      });
    for (const spec of ['{ scaling: { minReplicas: null } }', '{ scaling: null }']) {
      expect(explain('/scaling/minReplicas', takeBack(spec))).toEqual({
        kind: 'stated',
        pointer: '/scaling/minReplicas',
        value: 2,
        origin: { layer: 'built-in default' },
        overrode: [],
      });
      expect(
        explain('/scaling/maxReplicas', takeBack(spec.replace('minReplicas', 'maxReplicas'))),
      ).toMatchObject({
        kind: 'derived',
        value: 4,
        formula: '2 × minReplicas',
      });
    }
  });

  it('names every override that a later one replaced', () => {
    const overridden = explain('/scaling/maxReplicas', ({ service }) => ({
      service: `${service}  overrides:
    - { match: { environment: production }, spec: { scaling: { maxReplicas: 4 } } }
    - { match: { cluster: prod-us-east }, spec: { scaling: { maxReplicas: 5 } } }
`,
    }));
    expect(overridden).toMatchObject({
      value: 5,
      origin: { layer: 'override', line: 41 },
      overrode: [
        { layer: 'override', line: 40, value: 4 },
        { layer: 'service', line: 34, value: 6 },
      ],
    });
  });

  it('does not look into lists that a later layer replaced', () => {
    const replaced = explain('/slo/latency/0/threshold', ({ environment }) => ({
      environment: environment.replace('{ window: 30d }', '{ latency: [{ threshold: 9s, target: 90 }] }'),
    }));
    expect(replaced).toMatchObject({ value: '200ms', overrode: [] });
  });

  it('gives the formula and the inputs of a derived value', () => {
    expect(explain('/budgets/progressDeadlineSeconds')).toEqual({
      kind: 'derived',
      pointer: '/budgets/progressDeadlineSeconds',
      value: 800,
      formula: 'image pull + fetch + start-up probe + node provisioning + minReadySeconds',
      inputs: {
        imagePull: 300,
        '/budgets/fetch': 10,
        startup: 120,
        nodeProvisioning: 360,
        minReadySeconds: 10,
      },
    });
  });

  it('calls a built-in default by its name', () => {
    expect(explain('/traffic/streaming')).toMatchObject({
      value: false,
      origin: { layer: 'built-in default' },
    });
  });

  it('suggests the nearest pointer for one that does not exist', () => {
    expect(explain('/scaling/minReplica')).toEqual({
      kind: 'unknown',
      pointer: '/scaling/minReplica',
      nearest: '/scaling/minReplicas',
    });
  });
});

describe('explainablePointers', () => {
  it('can all be explained', () => {
    const resolved = resolvePlan(planInputsFixture());
    const pointers = explainablePointers(resolved);
    expect(pointers.length).toBeGreaterThan(60);
    expect(pointers.filter((pointer) => explainPlan(resolved, pointer).kind === 'unknown')).toEqual([]);
  });
});
