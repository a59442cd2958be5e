import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../cannot-run.ts';
import type { ProcessGroup } from '../processes.ts';
import { freePorts } from '../start-control-plane.ts';

/** Starts Prometheus on loopback with one job over the stub; gives its address. */
export async function startPrometheus(group: ProcessGroup, stubPort: number): Promise<string> {
  if (spawnSync('prometheus', ['--version']).status !== 0) {
    throw new CannotRun('prometheus is not installed: run tools/test/install-prometheus.sh.');
  }
  const [port] = await freePorts(1);
  const config = join(group.state, 'prometheus.yml');
  writeFileSync(config, JSON.stringify(configure(stubPort)));
  group.start({
    name: 'prometheus',
    command: 'prometheus',
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(group.state, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
  });
  return `http://127.0.0.1:${port}`;
}

/** The stub states the labels that relabelling would add, among them the job. */
function configure(stubPort: number): object {
  return {
    global: { scrape_interval: '1s', evaluation_interval: '5s' },
    scrape_configs: [
      {
        job_name: 'stub',
        honor_labels: true,
        static_configs: [{ targets: [`127.0.0.1:${stubPort}`] }],
      },
    ],
  };
}

/** First value of an instant query; undefined when there is none. */
export async function queryPrometheus(address: string, query: string): Promise<number | undefined> {
  const response = await fetch(`${address}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await response.json()) as { data?: { result?: { value: [number, string] }[] } };
  const value = data?.result?.[0]?.value[1];
  return value === undefined ? undefined : Number(value);
}
