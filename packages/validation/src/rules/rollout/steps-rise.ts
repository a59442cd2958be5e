import type { RolloutStep } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const stepsRise = defineRule({
  id: 'rollout/steps-rise',
  severity: 'warning',
  needs: [],
  holds: 'The steps of a canary raise its weight from one to the next, and hold each weight for a while.',
  why: 'Without steps every request goes to the new version at once. A weight that nothing holds is passed over unseen, and a pause before the first weight tests nothing.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/canary/'],
  plan: '/rollout/canary/steps',
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      const { canary } = node.object.spec?.strategy ?? {};
      if (canary === undefined) continue;
      const problem = findProblem(canary.steps ?? [], canary.trafficRouting !== undefined);
      if (problem === undefined) continue;
      yield {
        node,
        pointer: `/spec/strategy/canary${canary.steps === undefined ? '' : `/steps${problem.at}`}`,
        message: `${nameOf(node)} ${problem.text}`,
        fix: 'Write steps such as setWeight: 10, pause, setWeight: 50, pause.',
      };
    }
  },
});

type Step = Loose<RolloutStep>;

function findProblem(steps: readonly Step[], hasRouter: boolean): { at: string; text: string } | undefined {
  if (steps.length === 0)
    return hasRouter
      ? { at: '', text: 'has a router and no steps: the canary gets all requests at once.' }
      : undefined;
  let weight = 0;
  let held = true;
  let shown = false;
  for (const [index, step] of steps.entries()) {
    const next = step.setWeight;
    if (next !== undefined) {
      if (next < weight)
        return {
          at: `/${index}/setWeight`,
          text: `lowers the weight of its canary from ${weight} to ${next}.`,
        };
      if (!held) return { at: `/${index}/setWeight`, text: passedOver(weight) };
      weight = next;
      held = next === 0 || next === 100;
    } else if (holds(step)) {
      if (weight === 0 && !shown && step.pause !== undefined)
        return { at: `/${index}`, text: 'pauses before its canary gets any request.' };
      held = true;
    }
    shown ||= showsCanary(step);
  }
  return held ? undefined : { at: `/${steps.length - 1}`, text: passedOver(weight) };
}

function passedOver(weight: number): string {
  return `sets a weight of ${weight} that no pause or analysis holds.`;
}

function holds({ pause, analysis, experiment, plugin }: Step): boolean {
  return pause !== undefined || analysis !== undefined || experiment !== undefined || plugin !== undefined;
}

// Ways of giving a canary requests, or pods for tests, without a weight.
function showsCanary({ setCanaryScale, setHeaderRoute, setMirrorRoute, experiment, plugin }: Step): boolean {
  return [setCanaryScale, setHeaderRoute, setMirrorRoute, experiment, plugin].some(
    (field) => field !== undefined,
  );
}
