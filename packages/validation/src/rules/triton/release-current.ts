import { defineRule } from '../../rule.ts';
import { releaseViolations } from './release-violations.ts';

export const releaseCurrent = defineRule({
  id: 'triton/release-current',
  severity: 'warning',
  needs: [],
  holds: "Triton's release is not older than the last known security fixes.",
  why: 'Known holes are looked for first.',
  sources: ['https://www.nvidia.com/en-us/security/'],
  plan: '/triton/release',
  check: ({ graph }) => releaseViolations(graph, 'warning'),
});
