import { targetsOf } from '../../graph/mesh-access.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const policyTargetExists = defineRule({
  id: 'network/policy-target-exists',
  severity: 'error',
  needs: [],
  holds: 'A Service that an AuthorizationPolicy targets exists in the namespace of the policy.',
  why: 'A waypoint applies a policy to what it targets: one that targets nothing restricts nothing, and the Service that was meant stays open to every caller.',
  sources: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/'],
  *check({ graph }) {
    for (const node of graph.ofKind('AuthorizationPolicy')) {
      for (const { target, pointer } of targetsOf(node)) {
        const { group = '', kind, name, namespace = node.namespace } = target;
        if (group !== '' || kind !== 'Service' || graph.find('Service', namespace, name) !== undefined)
          continue;
        yield {
          node,
          pointer: `${pointer}/name`,
          absent: true,
          message: `${nameOf(node)} targets Service/${name}, and there is none in namespace ${namespace}.`,
          fix: 'Name a Service of this namespace.',
        };
      }
    }
  },
});
