import { isDevice } from '../../capacity/demand-of.ts';
import { defineRule } from '../../rule.ts';

export const oneDeviceResource = defineRule({
  id: 'capacity/one-device-resource',
  severity: 'error',
  needs: [],
  holds:
    'A container asks for one kind of device, a whole number of at least one, with the request equal to the limit.',
  why: 'Extended resources cannot be overcommitted: the API server refuses other amounts, and a container that names two kinds of GPU gets devices of both or stays pending.',
  sources: ['https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/'],
  plan: '/gpu/count',
  *check({ graph }) {
    for (const { node, containers } of graph.workloads) {
      for (const { container, pointer } of containers) {
        const { limits = {}, requests = {} } = container.resources ?? {};
        const devices = [...new Set([...Object.keys(limits), ...Object.keys(requests)])].filter(isDevice);
        const gpus = devices.filter((resource) => resource.startsWith('nvidia.com/')).sort();
        if (gpus.length > 1)
          yield {
            node,
            pointer: `${pointer}/resources`,
            message: `The container ${container.name} asks for ${gpus.join(' and ')}; expected one of them.`,
            fix: 'Keep the one that the node pool offers.',
          };
        for (const device of devices) {
          const [limit, request] = [limits[device], requests[device]];
          const problem = describeAmount(limit, request);
          if (problem !== undefined)
            yield {
              node,
              pointer: `${pointer}/resources`,
              message: `The container ${container.name} ${problem} of ${device}; expected a limit that is a whole number of at least 1, and no other request.`,
              fix: `Write limits: {${device}: 1} and leave the request out, or repeat it.`,
            };
        }
      }
    }
  },
});

type Amount = string | number | undefined;

function describeAmount(limit: Amount, request: Amount): string | undefined {
  if (limit === undefined) return `requests ${String(request)} without a limit`;
  if (!/^[1-9][0-9]*$/.test(String(limit))) return `has a limit of ${String(limit)}`;
  if (request !== undefined && String(request) !== String(limit))
    return `requests ${String(request)} with a limit of ${String(limit)}`;
  return undefined;
}
