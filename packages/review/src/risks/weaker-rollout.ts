import { parseDuration } from '@fleetwright/kube';
import type { Entry } from '../collapse.ts';
import { kindOf, numberOf, type EntryRule } from './risk-rule.ts';

/** A bad version reaches more requests before anything stops it. */
export const weakerRollout: EntryRule = {
  rule: 'weaker-rollout',
  judge: (entry) => {
    const what = entry.action === 'changed' ? describe(entry) : undefined;
    return what === undefined
      ? undefined
      : {
          severity: 'medium',
          title: `${entry.object}: ${what}`,
          why: 'A version that fails reaches more requests, for longer, before it is stopped.',
          advice:
            'Keep small first steps, pauses longer than the analysis interval, and the analysis itself.',
        };
  },
};

function describe(entry: Entry): string | undefined {
  const kind = kindOf(entry);
  if (entry.difference === undefined) return undefined;
  if (kind === 'Rollout') return describeRollout(entry);
  if (kind === 'Deployment')
    return grows(
      entry,
      /^spec\.strategy\.rollingUpdate\.maxUnavailable$/,
      'more pods may be missing in a rollout',
    );
  if (kind === 'AnalysisTemplate' || kind === 'ClusterAnalysisTemplate') return describeAnalysis(entry);
  if (kind !== 'PodDisruptionBudget') return undefined;
  return (
    grows(entry, /^spec\.maxUnavailable$/, 'more pods may be evicted at once') ??
    shrinks(entry, /^spec\.minAvailable$/, 'more pods may be evicted at once')
  );
}

function describeRollout(entry: Entry): string | undefined {
  const { path, kind: how, to } = entry.difference!;
  if (/^spec\.strategy\.canary\.analysis(?:$|\.templates)/.test(path))
    return how === 'removed' ? 'the canary is no longer analysed' : undefined;
  if (/^spec\.strategy\.canary\.steps/.test(path)) return describeSteps(entry);
  if (path === 'spec.strategy.canary' && how === 'removed') return 'there is no canary any more';
  if (path === 'spec.progressDeadlineAbort' && to !== true)
    return 'a rollout that makes no progress is no longer aborted';
  return (
    shrinks(entry, /^spec\.minReadySeconds$/, 'new pods count as ready sooner') ??
    shrinks(entry, /^spec\.strategy\.canary\.(?:abortS|s)caleDownDelaySeconds$/, 'old pods go sooner') ??
    grows(entry, /^spec\.strategy\.canary\.analysis\.startingStep$/, 'the analysis starts later')
  );
}

// Steps have no names; a removed one is a lost halt, and an added one only helps.
function describeSteps(entry: Entry): string | undefined {
  const { path, kind: how } = entry.difference!;
  if (how === 'removed') return 'a step of the canary goes';
  if (/\.setWeight$/.test(path)) return grows(entry, /./, 'a step gives the canary more requests');
  if (/\.duration$/.test(path)) {
    const [from, to] = [secondsOf(entry.from), secondsOf(entry.to)];
    const isShorter = from !== undefined && to !== undefined && to < from;
    return isShorter || (entry.from === undefined && how === 'added')
      ? `a pause of the canary ends sooner (${entry.from ?? 'when promoted'} → ${entry.to ?? ''})`
      : undefined;
  }
  return undefined;
}

function describeAnalysis(entry: Entry): string | undefined {
  const { path, kind: how } = entry.difference!;
  if (how === 'removed' && /^spec\.metrics(?:\[[^\]]*\])?$/.test(path)) return 'a metric is no longer judged';
  return (
    grows(
      entry,
      /\.(?:failureLimit|inconclusiveLimit|consecutiveErrorLimit)$/,
      'more failures are tolerated',
    ) ??
    (/\.(?:successCondition|failureCondition)$/.test(path) ? laxerCondition(entry) : undefined) ??
    (/\.failureCondition$/.test(path) && how === 'removed'
      ? 'nothing counts as a failure any more'
      : undefined)
  );
}

// Conditions end in the bound: a higher one tolerates more where the value counts failures.
function laxerCondition({ from = '', to = '' }: Entry): string | undefined {
  const bound = (text: string) => /(<=?|>=?)\s*([\d.]+)\s*$/.exec(text);
  const [old, fresh] = [bound(from), bound(to)];
  if (old === null || fresh === null || old[1] !== fresh[1]) return undefined;
  const isLaxer = Number(fresh[2]) > Number(old[2]);
  return isLaxer ? `the bound of the analysis rises (${old[2]!} → ${fresh[2]!})` : undefined;
}

function grows({ difference, from, to }: Entry, path: RegExp, what: string): string | undefined {
  const [old, fresh] = [numberOf(from), numberOf(to)];
  const isMore = path.test(difference!.path) && old !== undefined && fresh !== undefined && fresh > old;
  return isMore ? `${what} (${from!} → ${to!})` : undefined;
}

function shrinks({ difference, from, to }: Entry, path: RegExp, what: string): string | undefined {
  const [old, fresh] = [numberOf(from), numberOf(to)];
  if (!path.test(difference!.path) || old === undefined) return undefined;
  const isLess = fresh === undefined ? difference!.kind === 'removed' : fresh < old;
  return isLess ? `${what} (${from!} → ${to ?? 'unset'})` : undefined;
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? Number(text) : (parseDuration(text) ?? NaN) / 1000;
}
