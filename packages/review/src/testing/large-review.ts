import type { ChangeGroup, GpuDelta, Places, Review, Risk } from '../review.ts';

/** How large a made-up review is. */
export interface ReviewSize {
  services: number;
  clusters: number;
  changes: number;
}

/** A review as large as asked for: one image on the last two clusters, one batch setting everywhere, and changes of single services. */
export function largeReview({ services, clusters, changes }: ReviewSize): Review {
  const serviceNames = Array.from(
    { length: services },
    (_, index) => `service-${String(index).padStart(3, '0')}`,
  );
  const axes = Array.from({ length: clusters }, (_, index) => ({
    cluster: `cluster-${String(index).padStart(2, '0')}`,
    environment: index === 0 ? 'staging' : 'production',
    production: index > 0,
  }));
  const names = axes.map(({ cluster }) => cluster);
  const everywhere = placesOf(names, serviceNames, `all ${clusters} clusters × all ${services} services`);
  const last = placesOf(
    names.slice(-2),
    serviceNames,
    `${names.slice(-2).join(', ')} × all ${services} services`,
  );
  const groups = Array.from({ length: changes }, (_, index): ChangeGroup => {
    if (index === 0) return imageChange(last);
    if (index === 1) return batchChange(everywhere);
    const service = serviceNames[index % services]!;
    return {
      ...batchChange(placesOf(names, [service], `all ${clusters} clusters × ${service}`)),
      id: `c${index + 1}`,
    };
  });
  const placements = services * clusters;
  return {
    version: 1,
    base: { name: 'origin/main', commit: '1'.repeat(40), files: placements * 7 },
    head: { name: 'working tree', files: placements * 7 },
    verdict: {
      level: 'attention',
      sentence: `${changes} changes in ${placements} placements on ${clusters} clusters, production among them: 1 risk.`,
    },
    counts: {
      filesDiffering: placements,
      objectsCompared: placements,
      objectsChanged: placements,
      objectsAdded: 0,
      objectsRemoved: 0,
      objectsRenamed: 0,
      fieldsChanged: placements * 2,
      placements,
      clusters,
      services,
    },
    clusters: axes.map((axis) => ({ ...axis, added: 0, changed: services, removed: 0, renamed: 0 })),
    changes: groups,
    risks: [imageRisk(last)],
    gpus: names.map((cluster, index) => gpuDelta(cluster, index)),
    canaries: [
      {
        workload: 'Rollout/<service>',
        places: last,
        resource: 'nvidia.com/gpu',
        perPod: 1,
        replicas: 4,
        steps: [
          { label: 'start', weight: 0, stablePods: 4, canaryPods: 0, terminatingPods: 0, held: 4 },
          {
            label: '20 % of the requests',
            weight: 20,
            stablePods: 4,
            canaryPods: 1,
            terminatingPods: 0,
            held: 5,
            seconds: 600,
          },
          { label: 'promoted', weight: 100, stablePods: 4, canaryPods: 4, terminatingPods: 0, held: 8 },
        ],
      },
    ],
    findings: { judged: true, new: [], fixed: [] },
    unpromoted: [
      {
        environment: 'production',
        changes: ['c1'],
        places: last,
        reason: 'environments/production/images.yaml was edited',
      },
    ],
    problems: [],
    axes: { clusters: axes, services: serviceNames },
  };
}

function placesOf(clusters: readonly string[], services: readonly string[], expression: string): Places {
  return {
    expression,
    count: clusters.length * services.length,
    clusters: clusters.map((cluster) => ({ cluster, services: [...services] })),
    folders: [],
    production: true,
  };
}

function imageChange(places: Places): ChangeGroup {
  const [from, to] = ['nvcr.io/nvidia/tritonserver:26.06-py3', 'nvcr.io/nvidia/tritonserver:26.07-py3'];
  const path = 'spec.template.spec.containers[triton].image';
  return {
    id: 'c1',
    title: 'image of triton: 26.06-py3 → 26.07-py3',
    action: 'changed',
    topic: 'image',
    builders: ['triton/rollout'],
    kinds: ['Rollout'],
    objects: ['Rollout/<service>'],
    fields: [{ object: 'Rollout/<service>', path, kind: 'changed', from, to }],
    renames: [],
    places,
    causes: [
      {
        kind: 'images',
        sentence: 'spec.images.0.tag 26.06-py3 → 26.07-py3',
        file: 'environments/production/images.yaml',
        line: 9,
        files: 1,
      },
    ],
    risks: ['r1'],
    severity: 'medium',
    example: exampleOf(`image: ${from}`, `image: ${to}`),
  };
}

function batchChange(places: Places): ChangeGroup {
  const path =
    'spec.template.metadata.annotations[config.fleetwright.dev/<model>] › dynamic_batching.max_queue_delay_microseconds';
  return {
    id: 'c2',
    title: 'model <model> dynamic_batching.max_queue_delay_microseconds: 2000 → 2100',
    action: 'changed',
    topic: 'model-configuration',
    builders: ['triton/rollout'],
    kinds: ['Rollout'],
    objects: ['Rollout/<service>'],
    fields: [{ object: 'Rollout/<service>', path, kind: 'changed', from: '2000', to: '2100' }],
    renames: [],
    places,
    causes: [
      {
        kind: 'spec',
        sentence: 'spec.models.0.config.dynamic_batching.max_queue_delay_microseconds 2000 → 2100',
        file: 'apps/service-000/model-service.yaml',
        line: 24,
        files: 500,
      },
    ],
    risks: [],
    example: exampleOf('max_queue_delay_microseconds: 2000', 'max_queue_delay_microseconds: 2100'),
  };
}

function exampleOf(from: string, to: string): ChangeGroup['example'] {
  const context = Array.from({ length: 30 }, (_, index) => `    line-${index}: the same on both sides`).join(
    '\n',
  );
  return {
    cluster: 'cluster-01',
    service: 'service-000',
    file: 'clusters/cluster-01/service-000/triton.yaml',
    line: 200,
    before: `${context}\n    ${from}\n${context}`,
    after: `${context}\n    ${to}\n${context}`,
  };
}

function imageRisk(places: Places): Risk {
  return {
    id: 'r1',
    rule: 'image-change',
    severity: 'medium',
    title: 'Rollout/<service> runs another image in triton',
    why: 'Every pod is replaced, and engines and behaviour can depend on the release.',
    advice: 'Read the release notes between the two, and watch the canary.',
    changes: ['c1'],
    places,
  };
}

function gpuDelta(cluster: string, index: number): GpuDelta {
  return {
    cluster,
    production: index > 0,
    pool: 'l40s',
    resource: 'nvidia.com/gpu',
    base: { floor: 1000, steady: 2000, peak: 2004 },
    head: { floor: 1000, steady: 2000, peak: 2004 + index },
    capacity: 2048,
  };
}
