import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Series by their text, `name{label="value"}`. */
export interface MetricStub {
  port: number;
  /** A counter that grows by so much per second from now on. */
  count(series: string, perSecond: number): void;
  /** A value that stays, NaN among them. */
  set(series: string, value: number): void;
  close(): void;
}

interface Series {
  base: number;
  perSecond: number;
  since: number;
}

/** Serves metrics that tests state, in the text format of Prometheus. */
export async function startMetricStub(): Promise<MetricStub> {
  const series = new Map<string, Series>();
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end([...series].map(([name, state]) => `${name} ${valueOf(state)}\n`).join(''));
  });
  const port = await listen(server);
  return {
    port,
    count(name, perSecond) {
      const base = series.has(name) ? valueOf(series.get(name)!) : 0;
      series.set(name, { base, perSecond, since: Date.now() });
    },
    set: (name, value) => void series.set(name, { base: value, perSecond: 0, since: Date.now() }),
    close: () => void server.close(),
  };
}

function valueOf({ base, perSecond, since }: Series): number {
  return base + (perSecond * (Date.now() - since)) / 1000;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return (server.address() as AddressInfo).port;
}
