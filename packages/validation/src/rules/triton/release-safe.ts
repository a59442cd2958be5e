import { defineRule } from '../../rule.ts';
import { releaseViolations } from './release-violations.ts';

export const releaseSafe = defineRule({
  id: 'triton/release-safe',
  severity: 'error',
  needs: [],
  holds: "Triton's release has the fixes of vulnerabilities by which callers take the server over.",
  why: 'Anyone who can send requests can run code in the pod, with its models and its credentials.',
  sources: [
    'https://nvidia.custhelp.com/app/answers/detail/a_id/5687',
    'https://www.wiz.io/blog/nvidia-triton-cve-2025-23319-vuln-chain-to-ai-server',
  ],
  plan: '/triton/release',
  check: ({ graph }) => releaseViolations(graph, 'error'),
});
