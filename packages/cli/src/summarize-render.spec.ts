import { describe, expect, it } from 'vitest';
import type { Finding } from '@fleetwright/findings';
import type { FleetReport } from '@fleetwright/fleet';
import { summarizeRender } from './summarize-render.ts';

const report: FleetReport = {
  services: 2,
  placements: 4,
  resources: 68,
  unchanged: 0,
  written: Array.from({ length: 28 }, (_, index) => `file-${index}`),
  deleted: [],
  findings: [],
  recovery: undefined,
};
const error = (rule: string): Finding => ({ rule, severity: 'error', message: '' });

describe('summarizeRender', () => {
  it.each<[Partial<FleetReport>, boolean, string]>([
    [{}, false, '2 services, 4 placements, 68 resources: 28 files written, 0 deleted, 0 unchanged'],
    [
      { services: 1, placements: 1, resources: 1, written: ['a'], deleted: ['b'], unchanged: 6 },
      false,
      '1 service, 1 placement, 1 resource: 1 file written, 1 deleted, 6 unchanged',
    ],
    [
      { written: [], findings: [error('input/type'), error('plan/x')] },
      false,
      '2 services, 4 placements, 68 resources: 2 errors, 0 warnings; nothing was written',
    ],
    [
      { written: [], unchanged: 28 },
      true,
      '2 services, 4 placements, 68 resources: 28 files in sync, 0 changed, 0 missing, 0 unexpected',
    ],
    [
      { unchanged: 20, findings: [error('drift/changed'), error('drift/missing'), error('plan/x')] },
      true,
      '2 services, 4 placements, 68 resources: 20 files in sync, 1 changed, 1 missing, 0 unexpected; 1 error',
    ],
  ])('%#', (changes, check, line) => {
    expect(summarizeRender({ ...report, ...changes }, check)).toBe(line);
  });
});
