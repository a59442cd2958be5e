import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';

const DASHBOARD = 'ConfigMap/image-classification-dashboard';

describe('identity/security-labels-complete', () => {
  const judge = (labels: string) =>
    judgeForeign(`{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: ${labels} } }`, [
      'identity',
    ]);
  const p = 'pod-security.kubernetes.io/';

  it.each([
    [`{ ${p}warn: baseline }`, `${p}enforce is missing beside warn.`],
    [`{ ${p}enforce: restrictd }`, `${p}enforce is restrictd, which Pod Security does not know.`],
    [
      `{ ${p}enforce: baseline, ${p}enforce-version: '1.34' }`,
      `${p}enforce-version is 1.34, which Pod Security does not know.`,
    ],
    [`{ ${p}enforce: baseline, ${p}audit-version: latest }`, `${p}audit-version is given without audit.`],
    [`{ ${p}enforce: baseline, ${p}enforced: baseline }`, `${p}enforced is no label of Pod Security.`],
    [
      `{ ${p}enforce: baseline, ${p}enforce-version: v1.34, ${p}warn: restricted }`,
      `${p}warn has no version, as enforce do.`,
    ],
  ])('refuses %s', (labels, problem) => {
    expect(judge(labels)).toEqual([
      `identity/security-labels-complete Namespace/shop /metadata/labels: Namespace/shop: ${problem}`,
    ]);
  });

  it.each(['{}', `{ ${p}enforce: baseline }`, `{ ${p}enforce: baseline, ${p}warn: restricted }`])(
    'accepts %s',
    (labels) => {
      expect(judge(labels)).toEqual([]);
    },
  );
});

describe('identity/dashboard-found', () => {
  const judge = (...edits: Parameters<typeof judgeService>[0] & object) =>
    judgeService(edits).filter((finding) => finding.startsWith('identity/dashboard-found'));

  it('finds a dashboard that Grafana does not select', () => {
    expect(judge(remove(DASHBOARD, '/metadata/labels/grafana_dashboard'))).toEqual([
      `identity/dashboard-found ${DASHBOARD} /metadata/labels: ${DASHBOARD} holds a dashboard and lacks grafana_dashboard=1, by which Grafana of cluster prod-us-east finds it.`,
    ]);
  });

  it('finds labels of a dashboard without one', () => {
    expect(judge(set(DASHBOARD, '/data', { 'notes.txt': 'none' }))).toEqual([
      `identity/dashboard-found ${DASHBOARD} /data: ${DASHBOARD} has the labels of dashboards and holds none.`,
    ]);
  });

  it('accepts a dashboard of ours', () => {
    expect(judge()).toEqual([]);
  });
});
