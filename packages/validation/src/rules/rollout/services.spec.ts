import { describe, expect, it } from 'vitest';
import { judgeAreas, rollout, ROUTED, rulesOf, SERVICES } from '../../testing-rollouts.ts';
import { drop, judgeService, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const STEPS = 'steps: [{ setWeight: 10 }, { pause: {} }]';
const judge = (yaml: string) => judgeAreas(['rollout'], yaml);
const PAUSED =
  'rollout/pause-ends Rollout/chat /spec/strategy/canary/steps/1/pause: Step 1 of Rollout/chat pauses until a person resumes it.';

describe('rollout/services-exist', () => {
  it('finds a canary Service that is not there, and so do its routes and queries', () => {
    const findings = judgeService([
      set(ROLLOUT, '/spec/strategy/canary/canaryService', 'image-classification-canry'),
    ]);
    expect(findings).toContain(
      'rollout/services-exist Rollout/image-classification /spec/strategy/canary/canaryService: There is no Service image-classification-canry in namespace ml-inference for the canaryService.',
    );
    expect(rulesOf(findings)).toEqual([
      'traffic/route-splits',
      'traffic/canary-same-policy',
      'rollout/services-exist',
      'rollout/analysis-sees-canary',
    ]);
  });

  it('finds both Services of a Rollout missing', () => {
    expect(judge(rollout(`{ canary: { ${ROUTED}, ${STEPS} } }`))).toEqual([
      'rollout/services-exist Rollout/chat /spec/strategy/canary/stableService: There is no Service chat in namespace shop for the stableService.',
      'rollout/services-exist Rollout/chat /spec/strategy/canary/canaryService: There is no Service chat-canary in namespace shop for the canaryService.',
      PAUSED,
    ]);
  });

  it('accepts Services that are there', () => {
    expect(judge(rollout(`{ canary: { ${ROUTED}, ${STEPS} } }`) + SERVICES)).toEqual([PAUSED]);
  });

  it('looks for the Services of a blue-green Rollout too', () => {
    expect(
      judge(rollout('{ blueGreen: { activeService: chat, previewService: preview } }') + SERVICES),
    ).toEqual([
      'rollout/services-exist Rollout/chat /spec/strategy/blueGreen/previewService: There is no Service preview in namespace shop for the previewService.',
    ]);
  });
});

describe('rollout/services-differ', () => {
  it('finds one Service in both roles', () => {
    expect(judge(rollout('{ blueGreen: { activeService: chat, previewService: chat } }') + SERVICES)).toEqual(
      [
        'rollout/services-differ Rollout/chat /spec/strategy/blueGreen/previewService: chat is both the activeService and the previewService.',
      ],
    );
  });

  it('finds it in a canary, whose routes then have no stable pods', () => {
    const findings = judgeService([
      set(ROLLOUT, '/spec/strategy/canary/stableService', 'image-classification-canary'),
    ]);
    expect(findings).toContain(
      'rollout/services-differ Rollout/image-classification /spec/strategy/canary/canaryService: image-classification-canary is both the stableService and the canaryService.',
    );
    expect(rulesOf(findings)).toEqual(['traffic/route-splits', 'rollout/services-differ']);
  });

  it('accepts two Services', () => {
    expect(
      judge(rollout('{ blueGreen: { activeService: chat, previewService: chat-canary } }') + SERVICES),
    ).toEqual([]);
  });
});

describe('a Service that is gone', () => {
  it('is missed by all that refer to it', () => {
    const findings = judgeService([drop('Service/image-classification-canary')]);
    expect(findings).toContain(
      'rollout/services-exist Rollout/image-classification /spec/strategy/canary/canaryService: There is no Service image-classification-canary in namespace ml-inference for the canaryService.',
    );
    expect(rulesOf(findings)).toEqual([
      'traffic/destination-exists',
      'traffic/destination-rule-host',
      'rollout/services-exist',
      'monitoring/series-source-exists',
    ]);
  });
});
