import type { FetchDelivery } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { fetchContainers } from './fetch-container.ts';

const plan = planFixture();
const [fetcher] = (plan.delivery as FetchDelivery).fetchers;
const [item] = fetcher!.items;

describe('fetchContainers', () => {
  it('makes one container for each store, with the items as arguments', () => {
    const delivery = { mode: 'fetch' as const, fetchers: [fetcher!, { ...fetcher!, store: 'shared' }] };
    const containers = fetchContainers(planFixture({ delivery }));
    expect(containers.map(({ name }) => name)).toEqual(['fetch-models', 'fetch-shared']);
    expect(containers[0]?.args).toEqual([
      '/models',
      'store:ml-models-us-east-1/image_classification/1.4.0',
      'image_classification/1',
      'b'.repeat(64),
    ]);
  });

  it('has the same script whatever is fetched, with nothing in it for kubelet to expand', () => {
    const hostile = { ...item!, source: 'store:$(HOME)`id`;"', directory: "x'/1" };
    const delivery = { mode: 'fetch' as const, fetchers: [{ ...fetcher!, items: [hostile] }] };
    const [container] = fetchContainers(planFixture({ delivery }));
    expect(container?.command).toEqual(fetchContainers(plan)[0]?.command);
    expect(container?.command?.join('\n')).not.toMatch(/\$[$(]/);
    expect(container?.args?.[1]).toBe('store:$$(HOME)`id`;"');
  });

  it('says so where an artifact has no checksum', () => {
    const delivery = {
      mode: 'fetch' as const,
      fetchers: [{ ...fetcher!, items: [{ ...item!, sha256: undefined }] }],
    };
    expect(fetchContainers(planFixture({ delivery }))[0]?.args?.at(-1)).toBe('unverified');
  });

  it('needs no GPU and no credentials, and writes below /models and /tmp alone', () => {
    const [container] = fetchContainers(plan);
    expect(Object.keys(container?.resources?.limits ?? {})).toEqual(['memory', 'ephemeral-storage']);
    expect(container?.env).toEqual([
      { name: 'HOME', value: '/tmp' },
      { name: 'RCLONE_CONFIG_STORE_TYPE', value: 's3' },
      { name: 'RCLONE_CONFIG_STORE_PROVIDER', value: 'AWS' },
      { name: 'RCLONE_CONFIG_STORE_ENV_AUTH', value: 'true' },
      { name: 'RCLONE_CONFIG_STORE_REGION', value: 'us-east-1' },
    ]);
    expect(container?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/models', '/tmp']);
  });
});
