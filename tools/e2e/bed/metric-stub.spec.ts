import { describe, expect, it, onTestFinished } from 'vitest';
import { startMetricStub, type MetricStub } from './metric-stub.ts';

async function start(): Promise<{ stub: MetricStub; scrape: () => Promise<string> }> {
  const stub = await startMetricStub();
  onTestFinished(() => stub.close());
  return { stub, scrape: async () => (await fetch(`http://127.0.0.1:${stub.port}/metrics`)).text() };
}

describe('startMetricStub', () => {
  it('serves nothing until something is stated', async () => {
    const { scrape } = await start();
    expect(await scrape()).toBe('');
  });

  it('lets a counter grow', async () => {
    const { stub, scrape } = await start();
    stub.count('requests{code="200"}', 1000);
    const [first, second] = [await scrape(), await scrape()].map((text) =>
      Number(/^requests\{code="200"\} ([0-9.]+)\n$/.exec(text)?.[1]),
    );
    expect(second).toBeGreaterThan(first!);
  });

  it('serves NaN, and never lowers a counter whose rate changes', async () => {
    const { stub, scrape } = await start();
    stub.set('unknown', NaN);
    stub.set('requests', 7);
    stub.count('requests', 0);
    expect(await scrape()).toBe('unknown NaN\nrequests 7\n');
  });
});
