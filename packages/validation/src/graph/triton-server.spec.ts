import { readManifests } from '@fleetwright/manifests';
import { describe, expect, it } from 'vitest';
import { ResourceGraph } from './resource-graph.ts';
import { flagValue, isTriton, tritonServer, type TritonServer } from './triton-server.ts';

function podOf(container: string) {
  const text = `
apiVersion: v1
kind: Pod
metadata: { name: server }
spec: { containers: [{ name: a, image: busybox }, { name: b, ${container} }] }
`;
  return new ResourceGraph({ manifests: readManifests('pod.yaml', text).manifests }).workloads[0]!;
}

const serverOf = (container: string): TritonServer => tritonServer(podOf(container))!;

describe('a server', () => {
  it.each([
    'image: nvcr.io/nvidia/tritonserver:26.07-py3',
    'image: "registry.example.com:5000/tritonserver@sha256:aa"',
    'image: mine, command: [/opt/tritonserver/bin/tritonserver]',
    'image: mine, command: [sh, -c, "exec tritonserver --model-repository=/models"]',
  ])('is known by %s', (container) => {
    expect(isTriton(podOf(container))).toBe(true);
  });

  it.each(['image: nvcr.io/nvidia/tritonserver-sdk:1', 'image: mine, args: [--model-repository=/models]'])(
    'is not known by %s',
    (container) => {
      expect(isTriton(podOf(container))).toBe(false);
    },
  );

  it('has the release and the variant of its tag', () => {
    const { release, variant } = serverOf('image: nvcr.io/nvidia/tritonserver:26.07-vllm-python-py3');
    expect([release, variant]).toEqual(['26.07', 'vllm-python-py3']);
  });

  it('has neither in a tag of somebody else', () => {
    const { release, variant } = serverOf('image: mine/tritonserver:v3');
    expect([release, variant]).toEqual([undefined, undefined]);
  });

  it('is told by exactly what its command line says, or by what an entrypoint may add', () => {
    expect(serverOf('image: mine, command: [tritonserver]').exact).toBe(true);
    expect(serverOf('image: tritonserver, args: [tritonserver, --id=a]').exact).toBe(true);
    expect(serverOf('image: tritonserver, args: [--id=a]').exact).toBe(false);
    expect(serverOf('image: mine, command: [sh, -c, tritonserver]').exact).toBe(false);
  });
});

describe('the flags of a server', () => {
  it('are read from a script between its name and the next command', () => {
    const script =
      'pip install --no-cache-dir x && cd /opt/tritonserver && tritonserver --id=a --http-port 9000 ; curl --fail';
    const { flags, ports } = serverOf(`image: mine, command: [sh, -c, '${script}']`);
    expect([...flags.keys()]).toEqual(['id', 'http-port']);
    expect(ports).toEqual({ http: 9000, grpc: 8001, metrics: 8002 });
  });

  it('are completed as getopt does, where one flag alone begins so', () => {
    const { flags } = serverOf('image: mine, command: [tritonserver, --model-repo=/a, --model-c=b]');
    expect([...flags]).toEqual([
      ['model-repository', ['/a']],
      ['model-c', ['b']],
    ]);
  });

  it('have the default of Triton where none is given, and no value where a variable decides', () => {
    const server = serverOf('image: mine, command: [tritonserver, --http-port=$(PORT)]');
    expect(flagValue(server, 'exit-timeout-secs')).toBe('30');
    expect(flagValue(server, 'http-port')).toBeUndefined();
  });
});
