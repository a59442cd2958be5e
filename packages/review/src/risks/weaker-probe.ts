import { numberOf, type EntryRule } from './risk-rule.ts';

/** A pod that does not serve is noticed later, or one that stops is given less time. */
export const weakerProbe: EntryRule = {
  rule: 'weaker-probe',
  judge: ({ action, difference, object, from, to }) => {
    if (action !== 'changed' || difference === undefined) return undefined;
    const what = describe(difference.path, difference.kind, from, to);
    return what === undefined
      ? undefined
      : {
          severity: 'medium',
          title: `${object}: ${what}`,
          why: 'Pods that cannot answer get requests for longer, or pods that stop lose the requests they hold.',
          advice: 'Let probes follow from the load budgets, and the grace period from the longest request.',
        };
  },
};

function describe(
  path: string,
  how: string,
  from: string | undefined,
  to: string | undefined,
): string | undefined {
  const probe = /\.(\w+Probe)(?:\.([^]+))?$/.exec(path);
  const [old, fresh] = [numberOf(from), numberOf(to)];
  if (probe !== null) {
    const [, name = '', field = ''] = probe;
    if (field === '') return how === 'removed' ? `the ${name} goes` : undefined;
    if (/^(?:httpGet|tcpSocket|exec|grpc)/.test(field)) return `the ${name} asks something else (${field})`;
    const isSlower = old !== undefined && fresh !== undefined && fresh > old;
    // A startup probe that waits longer only spares slow models.
    const counts =
      name === 'startupProbe'
        ? /^$/
        : /^(?:failureThreshold|periodSeconds|initialDelaySeconds|timeoutSeconds)$/;
    if (isSlower && counts.test(field)) return `the ${name} notices later (${field} ${from!} → ${to!})`;
    const isHasty = name === 'startupProbe' && old !== undefined && fresh !== undefined && fresh < old;
    return isHasty && /^(?:failureThreshold|periodSeconds)$/.test(field)
      ? `the ${name} gives models less time (${field} ${from!} → ${to!})`
      : undefined;
  }
  if (/\.lifecycle(?:\.preStop)?$/.test(path) && how === 'removed')
    return 'pods no longer wait before they stop';
  const isStop = /terminationGracePeriodSeconds$|\.preStop\.sleep\.seconds$/.test(path);
  const isShorter = old !== undefined && (fresh === undefined || fresh < old);
  return isStop && isShorter ? `pods get less time to stop (${from!} → ${to ?? 'unset'})` : undefined;
}
