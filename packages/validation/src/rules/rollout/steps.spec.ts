import { describe, expect, it } from 'vitest';
import { judgeAreas, rollout, ROUTED, SERVICES, template } from '../../testing-rollouts.ts';
import { judgeService, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const STEPS = '/spec/strategy/canary/steps';
const judge = (yaml: string) => judgeAreas(['rollout'], yaml);
const JOB = template('{ metrics: [{ name: smoke, provider: { job: { spec: {} } } }] }');

/** A Rollout with a router and an analysis, so that only its steps are in question. */
const withSteps = (steps: string) =>
  rollout(`{ canary: { ${ROUTED}, analysis: { templates: [{ templateName: errors }] }, steps: ${steps} } }`) +
  SERVICES +
  JOB;

describe('rollout/steps-rise', () => {
  it.each([
    ['[]', '/spec/strategy/canary/steps', 'has a router and no steps: the canary gets all requests at once.'],
    [
      '[{ setWeight: 50 }, { pause: { duration: 1m } }, { setWeight: 20 }, { pause: { duration: 1m } }]',
      '/spec/strategy/canary/steps/2/setWeight',
      'lowers the weight of its canary from 50 to 20.',
    ],
    [
      '[{ setWeight: 10 }, { setWeight: 50 }, { pause: { duration: 1m } }]',
      '/spec/strategy/canary/steps/1/setWeight',
      'sets a weight of 10 that no pause or analysis holds.',
    ],
    [
      '[{ setWeight: 10 }, { pause: { duration: 1m } }, { setWeight: 50 }]',
      '/spec/strategy/canary/steps/2',
      'sets a weight of 50 that no pause or analysis holds.',
    ],
    [
      '[{ pause: { duration: 1m } }, { setWeight: 50 }, { pause: { duration: 1m } }]',
      '/spec/strategy/canary/steps/0',
      'pauses before its canary gets any request.',
    ],
  ])('refuses the steps %s', (steps, pointer, text) => {
    expect(judge(withSteps(steps))).toEqual([
      `rollout/steps-rise Rollout/chat ${pointer}: Rollout/chat ${text}`,
    ]);
  });

  it.each([
    '[{ setWeight: 10 }, { pause: { duration: 1m } }, { setWeight: 100 }]',
    '[{ setCanaryScale: { replicas: 1 } }, { pause: { duration: 1m } }, { setWeight: 10 }, { pause: { duration: 60 } }]',
    '[{ setWeight: 10 }, { analysis: { templates: [{ templateName: errors }] } }]',
  ])('accepts the steps %s', (steps) => {
    expect(judge(withSteps(steps))).toEqual([]);
  });

  it('finds a weight of the service that nothing holds', () => {
    expect(judgeService([remove(ROLLOUT, `${STEPS}/1`)])).toEqual([
      'rollout/steps-rise Rollout/image-classification /spec/strategy/canary/steps/1/setWeight: Rollout/image-classification sets a weight of 20 that no pause or analysis holds.',
    ]);
  });

  it('says nothing of a Rollout that replaces pods one by one', () => {
    expect(judge(rollout('{ canary: { maxSurge: 1 } }'))).toEqual([]);
  });
});

describe('rollout/weight-has-router', () => {
  it('finds weights that only numbers of pods approximate', () => {
    expect(judge(rollout('{ canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }'))).toEqual([
      'rollout/weight-has-router Rollout/chat /spec/strategy/canary/steps/0/setWeight: Rollout/chat sets weights without a router in trafficRouting: they are rounded to whole pods.',
      'rollout/pause-ends Rollout/chat /spec/strategy/canary/steps/1/pause: Step 1 of Rollout/chat pauses until a person resumes it.',
    ]);
  });

  it('finds the router of the service gone', () => {
    const findings = judgeService([remove(ROLLOUT, '/spec/strategy/canary/trafficRouting')]);
    expect(findings).toEqual([
      'rollout/weight-has-router Rollout/image-classification /spec/strategy/canary/steps/0/setWeight: Rollout/image-classification sets weights without a router in trafficRouting: they are rounded to whole pods.',
    ]);
  });

  it.each(['{}', '{ istio: {} }', '{ managedRoutes: [{ name: a }] }'])('finds no router in %s', (routing) => {
    const yaml = withSteps('[{ setWeight: 20 }, { pause: { duration: 10m } }]');
    expect(judge(yaml.replace('{ nginx: { stableIngress: chat } }', routing))).toEqual([
      'rollout/weight-has-router Rollout/chat /spec/strategy/canary/steps/0/setWeight: Rollout/chat sets weights without a router in trafficRouting: they are rounded to whole pods.',
    ]);
  });

  it('accepts weights with a router', () => {
    expect(judge(withSteps('[{ setWeight: 20 }, { pause: { duration: 10m } }]'))).toEqual([]);
  });
});

describe('rollout/pause-ends', () => {
  it('finds a pause without an end', () => {
    expect(judge(withSteps('[{ setWeight: 20 }, { pause: {} }]'))).toEqual([
      'rollout/pause-ends Rollout/chat /spec/strategy/canary/steps/1/pause: Step 1 of Rollout/chat pauses until a person resumes it.',
    ]);
  });

  it('finds one in the service', () => {
    expect(judgeService([remove(ROLLOUT, `${STEPS}/3/pause/duration`)])).toEqual([
      'rollout/pause-ends Rollout/image-classification /spec/strategy/canary/steps/3/pause: Step 3 of Rollout/image-classification pauses until a person resumes it.',
    ]);
  });

  it.each(['10m', '600', '"600"'])('accepts a pause of %s', (duration) => {
    expect(judge(withSteps(`[{ setWeight: 20 }, { pause: { duration: ${duration} } }]`))).toEqual([]);
  });
});

describe('rollout/canary-analysed', () => {
  it('finds steps that only time separates', () => {
    expect(
      judge(
        rollout(`{ canary: { ${ROUTED}, steps: [{ setWeight: 20 }, { pause: { duration: 10m } }] } }`) +
          SERVICES,
      ),
    ).toEqual([
      'rollout/canary-analysed Rollout/chat /spec/strategy/canary: Rollout/chat goes through 2 steps, and nothing judges its canary.',
    ]);
  });

  it('finds the analysis of the service gone', () => {
    expect(judgeService([remove(ROLLOUT, '/spec/strategy/canary/analysis')])).toEqual([
      'rollout/canary-analysed Rollout/image-classification /spec/strategy/canary: Rollout/image-classification goes through 4 steps, and nothing judges its canary.',
    ]);
  });

  it('accepts a person who judges', () => {
    expect(
      judge(rollout(`{ canary: { ${ROUTED}, steps: [{ setWeight: 20 }, { pause: {} }] } }`) + SERVICES),
    ).toEqual([
      'rollout/pause-ends Rollout/chat /spec/strategy/canary/steps/1/pause: Step 1 of Rollout/chat pauses until a person resumes it.',
    ]);
  });

  it('accepts an analysis as a step', () => {
    expect(
      judge(
        rollout(
          `{ canary: { ${ROUTED}, steps: [{ setWeight: 20 }, { analysis: { templates: [{ templateName: errors }] } }] } }`,
        ) +
          SERVICES +
          JOB,
      ),
    ).toEqual([]);
  });
});

describe('set steps of the service', () => {
  it('may end with all requests', () => {
    expect(judgeService([set(ROLLOUT, `${STEPS}/-`, { setWeight: 100 })])).toEqual([]);
  });
});

describe('rollout/has-strategy', () => {
  it.each([
    ['{}', '/spec/strategy', 'no strategy'],
    ['{ canary: {}, blueGreen: {} }', '/spec/strategy', 'the strategies canary and blueGreen'],
  ])('refuses %s', (strategy, pointer, text) => {
    expect(judge(rollout(strategy))).toEqual([
      `rollout/has-strategy Rollout/chat ${pointer}: Rollout/chat has ${text}.`,
    ]);
  });

  it('finds the strategy of the service gone', () => {
    expect(judgeService([remove(ROLLOUT, '/spec/strategy')])).toEqual([
      'rollout/has-strategy Rollout/image-classification /spec: Rollout/image-classification has no strategy.',
    ]);
  });

  it.each(['{ canary: {} }', '{ blueGreen: {} }'])('accepts %s', (strategy) => {
    expect(judge(rollout(strategy))).toEqual([]);
  });
});
