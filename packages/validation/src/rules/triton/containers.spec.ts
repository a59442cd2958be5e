import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('triton/startup-probe', () => {
  it('finds a liveness probe that does not wait', () => {
    expect(
      judge(
        [
          `          startupProbe: { httpGet: { path: /v2/health/ready, port: http }, periodSeconds: 10, failureThreshold: 30 }
`,
          '',
        ],
        [
          'livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: http } }',
          'livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live, port: http }, initialDelaySeconds: 30, periodSeconds: 30 }',
        ],
      ),
    ).toEqual([
      'triton/startup-probe Deployment/vision /spec/template/spec/containers/0/livenessProbe: Deployment/vision has no startup probe: the liveness probe restarts a server that is not loaded after 120 s.',
    ]);
  });

  it('finds too little time', () => {
    expect(judge(['periodSeconds: 10, failureThreshold: 30', 'periodSeconds: 10'])).toEqual([
      'triton/startup-probe Deployment/vision /spec/template/spec/containers/0/startupProbe: The startup probe gives the server 30 s to load its models; expected 60 s or more.',
    ]);
  });

  it('finds too little time in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/startupProbe/failureThreshold`)])).toEqual([
      'triton/startup-probe Rollout/image-classification /spec/template/spec/containers/0/startupProbe: The startup probe gives the server 15 s to load its models; expected 60 s or more.',
    ]);
  });
});

describe('triton/probe-endpoints', () => {
  it('finds a path that Triton does not have', () => {
    expect(
      judge([
        'readinessProbe: { httpGet: { path: /v2/health/ready',
        'readinessProbe: { httpGet: { path: /healthz',
      ]),
    ).toEqual([
      'triton/probe-endpoints Deployment/vision /spec/template/spec/containers/0/readinessProbe/httpGet/path: The readinessProbe asks /healthz; expected /v2/health/ready.',
    ]);
  });

  it('finds HTTP at the port of gRPC', () => {
    expect(
      judge([
        `port: 8000 } }
          liveness`,
        `port: 8001 } }
          liveness`,
      ]),
    ).toEqual([
      'triton/probe-endpoints Deployment/vision /spec/template/spec/containers/0/readinessProbe/httpGet/port: The readinessProbe asks port 8001 by HTTP, where Triton speaks gRPC.',
    ]);
  });

  it('finds readiness as liveness', () => {
    expect(
      judge([
        'livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/live',
        'livenessProbe: { timeoutSeconds: 5, httpGet: { path: /v2/health/ready',
      ]),
    ).toEqual([
      'triton/probe-endpoints Deployment/vision /spec/template/spec/containers/0/livenessProbe/httpGet/path: The livenessProbe asks /v2/health/ready, which is false while a model is loaded or unloaded.',
    ]);
  });

  it('finds a path that Triton does not have in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/livenessProbe/httpGet/path`, '/v2/health/alive')])).toEqual([
      'triton/probe-endpoints Rollout/image-classification /spec/template/spec/containers/0/livenessProbe/httpGet/path: The livenessProbe asks /v2/health/alive; expected /v2/health/live.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'readiness of one model',
      [
        [
          'readinessProbe: { httpGet: { path: /v2/health/ready',
          'readinessProbe: { httpGet: { path: /v2/models/resnet/ready',
        ],
      ],
    ],
    [
      'another port of Triton',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository=/models, --disable-auto-complete-config, --http-port=9000]',
        ],
        ['containerPort: 8000', 'containerPort: 9000'],
        ['path: /v2/health/ready, port: 8000', 'path: /v2/health/ready, port: 9000'],
        ['[{ port: 8000 }, { port: grpc }]', '[{ port: http }, { port: grpc }]'],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/liveness-patient', () => {
  it('finds a probe with the default timeout', () => {
    expect(judge(['livenessProbe: { timeoutSeconds: 5, ', 'livenessProbe: { '])).toEqual([
      'triton/liveness-patient Deployment/vision /spec/template/spec/containers/0/livenessProbe: The liveness probe of Deployment/vision waits 1 s for an answer.',
    ]);
  });

  it('finds a probe with the default timeout in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/livenessProbe/timeoutSeconds`)])).toEqual([
      'triton/liveness-patient Rollout/image-classification /spec/template/spec/containers/0/livenessProbe: The liveness probe of Rollout/image-classification waits 1 s for an answer.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    ['two seconds', [['livenessProbe: { timeoutSeconds: 5, ', 'livenessProbe: { timeoutSeconds: 2, ']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/grace-period', () => {
  it('finds less time than the shutdown takes', () => {
    expect(
      judge([
        `      terminationGracePeriodSeconds: 60
`,
        '',
      ]),
    ).toEqual([
      'triton/grace-period Deployment/vision /spec/template/spec/terminationGracePeriodSeconds: The pods have 30 s to stop; preStop takes 15 s, Triton up to 30 s (--exit-timeout-secs) and 3 s to unload.',
    ]);
  });

  it('finds a longer exit timeout', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --disable-auto-complete-config, --exit-timeout-secs=120]',
      ]),
    ).toEqual([
      'triton/grace-period Deployment/vision /spec/template/spec/terminationGracePeriodSeconds: The pods have 60 s to stop; preStop takes 15 s, Triton up to 120 s (--exit-timeout-secs) and 3 s to unload.',
    ]);
  });

  it('finds less time than the shutdown takes in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/terminationGracePeriodSeconds`)])).toEqual([
      'triton/grace-period Rollout/image-classification /spec/template/spec/terminationGracePeriodSeconds: The pods have 30 s to stop; preStop takes 15 s, Triton up to 30 s (--exit-timeout-secs) and 3 s to unload.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a timeout that a variable decides',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository=/models, --disable-auto-complete-config, --exit-timeout-secs=$(EXIT)]',
        ],
        ['terminationGracePeriodSeconds: 60', 'terminationGracePeriodSeconds: 20'],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/pre-stop', () => {
  it('finds a server that is told at once', () => {
    expect(
      judge([
        `          lifecycle: { preStop: { exec: { command: [sleep, '15'] } } }
`,
        '',
      ]),
    ).toEqual([
      'triton/pre-stop Deployment/vision /spec/template/spec/containers/0/lifecycle: The container server of Deployment/vision has no preStop hook that waits.',
    ]);
  });

  it('finds a server that is told at once in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/lifecycle`)])).toEqual([
      'triton/pre-stop Rollout/image-classification /spec/template/spec/containers/0/lifecycle: The container triton of Rollout/image-classification has no preStop hook that waits.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a script that drains',
      [
        [
          `          lifecycle: { preStop: { exec: { command: [sleep, '15'] } } }
`,
          `          lifecycle: { preStop: { exec: { command: [/drain.sh] } } }
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/writable-tmp', () => {
  it('finds models that are copied to a read-only root', () => {
    expect(
      judge(
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=gs://bucket/models/1', --disable-auto-complete-config]",
        ],
        [
          `            - { name: scratch, mountPath: /tmp }
`,
          `            - { name: scratch, mountPath: /cache }
`,
        ],
        ['{ name: HOME, value: /tmp }', '{ name: HOME, value: /cache }'],
      ),
    ).toEqual([
      'triton/writable-tmp Deployment/vision /spec/template/spec/containers/0/volumeMounts: The container server of Deployment/vision cannot write to /tmp, and copies gs://bucket/models/1 there.',
    ]);
  });

  it('finds a Python model without a place for its processes', () => {
    expect(
      judge(
        ['backend: "onnxruntime"', 'backend: "python"'],
        [
          `            - { name: scratch, mountPath: /tmp }
`,
          `            - { name: scratch, mountPath: /cache }
`,
        ],
        ['{ name: HOME, value: /tmp }', '{ name: HOME, value: /cache }'],
      ),
    ).toEqual([
      'triton/writable-tmp Deployment/vision /spec/template/spec/containers/0/volumeMounts: The container server of Deployment/vision cannot write to /tmp, and prepares the model resnet there.',
    ]);
  });

  it('finds models that are copied to a read-only root in a service of ours', () => {
    expect(
      judgeService([
        set(ROLLOUT, `${TRITON}/args/0`, '--model-repository=gs://bucket/models/1'),
        set(ROLLOUT, `${TRITON}/volumeMounts/1/readOnly`, true),
      ]),
    ).toEqual([
      'triton/user-home Rollout/image-classification /spec/template/spec/containers/0/env: HOME of the container triton is /tmp, where it cannot write.',
      'triton/writable-tmp Rollout/image-classification /spec/template/spec/containers/0/volumeMounts: The container triton of Rollout/image-classification cannot write to /tmp, and copies gs://bucket/models/1 there.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'another folder for the copy',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=gs://bucket/models/1', --disable-auto-complete-config]",
        ],
        [
          `            - { name: scratch, mountPath: /tmp }
`,
          `            - { name: scratch, mountPath: /cache }
`,
        ],
        [
          '{ name: HOME, value: /tmp }',
          '{ name: HOME, value: /cache }, { name: TRITON_GCS_MOUNT_DIRECTORY, value: /cache }',
        ],
      ],
    ],
    [
      'models that are mounted',
      [
        [
          `            - { name: scratch, mountPath: /tmp }
`,
          `            - { name: scratch, mountPath: /cache }
`,
        ],
        ['{ name: HOME, value: /tmp }', '{ name: HOME, value: /cache }'],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/user-home', () => {
  it('finds neither home nor name', () => {
    expect(
      judge([
        `          env: [{ name: HOME, value: /tmp }, { name: USER, value: triton }]
`,
        '',
      ]),
    ).toEqual([
      'triton/user-home Deployment/vision /spec/template/spec/containers/0/env: The container server runs as user 10001, whom the image does not know, without HOME and USER.',
    ]);
  });

  it('finds a home that cannot be written to', () => {
    expect(judge(['{ name: HOME, value: /tmp }', '{ name: HOME, value: /home/triton }'])).toEqual([
      'triton/user-home Deployment/vision /spec/template/spec/containers/0/env: HOME of the container server is /home/triton, where it cannot write.',
    ]);
  });

  it('finds no name of the user in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/env/1`)])).toEqual([
      'triton/user-home Rollout/image-classification /spec/template/spec/containers/0/env: The container triton runs as user 10001, whom the image does not know, without USER.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'variables from elsewhere',
      [
        [
          `          env: [{ name: HOME, value: /tmp }, { name: USER, value: triton }]
`,
          `          envFrom: [{ configMapRef: { name: vision-config } }]
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/user-set', () => {
  it('finds the user of the image, which is root', () => {
    expect(
      judge([
        `        runAsUser: 10001
`,
        '',
      ]),
    ).toEqual([
      'workload/user-and-group Deployment/vision /spec/template/spec/securityContext: The container server may run as the user of the image; expected 10000 or above.',
      "triton/user-set Deployment/vision /spec/template/spec/containers/0/securityContext: The container server of Deployment/vision has runAsNonRoot, and runs as the image's user, which is root.",
    ]);
  });

  it('finds the user of the image, which is root in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/securityContext/runAsUser`)])).toEqual([
      'workload/user-and-group Rollout/image-classification /spec/template/spec/securityContext: The containers fetch-models, model-config, triton may run as the user of the image; expected 10000 or above.',
      "triton/user-set Rollout/image-classification /spec/template/spec/containers/0/securityContext: The container triton of Rollout/image-classification has runAsNonRoot, and runs as the image's user, which is root.",
    ]);
  });
});

describe('triton/shared-memory', () => {
  it('finds no volume for Python processes', () => {
    expect(
      judge(
        ['backend: "onnxruntime"', 'backend: "python"'],
        [
          `            - { name: shm, mountPath: /dev/shm }
`,
          '',
        ],
        [
          `        - name: shm
          emptyDir: { medium: Memory, sizeLimit: 256Mi }
`,
          '',
        ],
      ),
    ).toEqual([
      'triton/shared-memory Deployment/vision /spec/template/spec/containers/0/volumeMounts: The container server has no volume at /dev/shm, and may run Python processes.',
    ]);
  });

  it('finds a volume on disk', () => {
    expect(judge(['{ medium: Memory, sizeLimit: 256Mi }', '{ sizeLimit: 256Mi }'])).toEqual([
      'triton/shared-memory Deployment/vision /spec/template/spec/volumes/3/emptyDir: The volume shm at /dev/shm of server lies on the disk of the node.',
    ]);
  });

  it('finds too little for the instances', () => {
    expect(judge(['backend: "onnxruntime"', 'backend: "python"'], ['count: 2', 'count: 5'])).toEqual([
      'triton/shared-memory Deployment/vision /spec/template/spec/volumes/3/emptyDir/sizeLimit: /dev/shm of server has 256Mi; its 5 Python processes need 320Mi.',
    ]);
  });

  it('finds a volume that lies beside', () => {
    expect(judge(['{ name: shm, mountPath: /dev/shm }', '{ name: shm, mountPath: /shm }'])).toEqual([
      'triton/shared-memory Deployment/vision /spec/template/spec/containers/0/volumeMounts/3/mountPath: The container server has the volume shm at /shm; its shared memory is /dev/shm, which keeps 64Mi.',
    ]);
  });

  it('finds one that lies beside in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${POD}/containers/0/volumeMounts/2/mountPath`, '/dev/shmx')])).toEqual(
      [
        'triton/shared-memory Rollout/image-classification /spec/template/spec/containers/0/volumeMounts/2/mountPath: The container triton has the volume shared-memory at /dev/shmx; its shared memory is /dev/shm, which keeps 64Mi.',
      ],
    );
  });

  it('accepts a volume in memory for something else', () => {
    expect(
      judge(
        ['{ name: shm, mountPath: /dev/shm }', '{ name: ram, mountPath: /cache }'],
        ['- name: shm', '- name: ram'],
      ),
    ).toEqual([]);
  });

  it('finds a volume on disk in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/volumes/3/emptyDir/medium`)])).toEqual([
      'triton/shared-memory Rollout/image-classification /spec/template/spec/volumes/3/emptyDir: The volume shared-memory at /dev/shm of triton lies on the disk of the node.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'no volume where no model runs in Python',
      [
        [
          `            - { name: shm, mountPath: /dev/shm }
`,
          '',
        ],
        [
          `        - name: shm
          emptyDir: { medium: Memory, sizeLimit: 256Mi }
`,
          '',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/models-read-only', () => {
  it('finds models that the server can write to', () => {
    expect(
      judge(['{ name: models, mountPath: /models, readOnly: true }', '{ name: models, mountPath: /models }']),
    ).toEqual([
      'triton/models-read-only Deployment/vision /spec/template/spec/containers/0/volumeMounts/0: The container server can write to the model repository /models.',
    ]);
  });

  it('finds models that the server can write to in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/volumeMounts/0/readOnly`)])).toEqual([
      'triton/models-read-only Rollout/image-classification /spec/template/spec/containers/0/volumeMounts/0: The container triton can write to the model repository /models.',
    ]);
  });
});

describe('triton/ports-served', () => {
  it('finds a port on which Triton does not listen, and one that is called by another protocol', () => {
    expect(
      judge(
        ['containerPort: 8002', 'containerPort: 9002'],
        [
          '{ name: http, containerPort: 8000 }',
          `{ name: http, containerPort: 8000 }
            - { name: grpc-web, containerPort: 8000 }`,
        ],
        [
          'ports: [{ name: http-metrics, port: 8002, targetPort: metrics }]',
          'ports: [{ name: http-metrics, port: 8002, targetPort: http }]',
        ],
      ),
    ).toEqual([
      'traffic/headless-port Service/vision-metrics /spec/ports/0/port: The headless Service/vision-metrics states port 8002 (http-metrics); its pods listen on 8000.',
      'triton/ports-served Deployment/vision /spec/template/spec/containers/0/ports/1/containerPort: The container server declares port 8000 as grpc-web; Triton serves http there.',
      'triton/ports-served Deployment/vision /spec/template/spec/containers/0/ports/3/containerPort: The container server declares port 9002 as metrics; Triton listens on 8000 (HTTP), 8001 (gRPC) and 8002 (metrics).',
      'network/pod-ports NetworkPolicy/vision /spec/ingress/1/ports/0/port: Port 8002 is that of a Service; it leads to port 8000 of Deployment/vision.',
    ]);
  });

  it('finds a port on which Triton does not listen in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/-`, '--metrics-port=9002')])).toEqual([
      'triton/ports-served Rollout/image-classification /spec/template/spec/containers/0/ports/2/containerPort: The container triton declares port 8002 as http-metrics; Triton listens on 8000 (HTTP), 8001 (gRPC) and 9002 (metrics).',
      'monitoring/scrapes-metrics-port ServiceMonitor/image-classification /spec/endpoints/0/port: ServiceMonitor/image-classification scrapes Triton in Rollout/image-classification at port 8002, and its metrics are on 9002.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'the port of another protocol that is on',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository=/models, --disable-auto-complete-config, --allow-sagemaker=true]',
        ],
        [
          '{ name: http, containerPort: 8000 }',
          `{ name: http, containerPort: 8000 }
            - { name: sagemaker, containerPort: 8080 }`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/service-links', () => {
  it('finds variables of all Services', () => {
    expect(
      judge([
        `      enableServiceLinks: false
`,
        '',
      ]),
    ).toEqual([
      'triton/service-links Deployment/vision /spec/template/spec: The pods of Deployment/vision get variables for all Services of namespace ml.',
    ]);
  });

  it('finds variables of all Services in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/enableServiceLinks`)])).toEqual([
      'triton/service-links Rollout/image-classification /spec/template/spec: The pods of Rollout/image-classification get variables for all Services of namespace ml-inference.',
    ]);
  });
});

describe('triton/proxy-drains', () => {
  it('finds a proxy that leaves first in a service of ours', () => {
    expect(
      judgeService([remove(ROLLOUT, '/spec/template/metadata/annotations/proxy.istio.io~1config')]),
    ).toEqual([
      'triton/proxy-drains Rollout/image-classification /spec/template/metadata/annotations: The proxy of the pods ends 5 s after it is told to stop, and Triton answers for up to 30 s (--exit-timeout-secs).',
    ]);
  });

  it('finds a drain shorter than the exit timeout in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          '/spec/template/metadata/annotations/proxy.istio.io~1config',
          'terminationDrainDuration: 10s',
        ),
      ]),
    ).toEqual([
      'triton/proxy-drains Rollout/image-classification /spec/template/metadata/annotations: The proxy of the pods ends 10 s after it is told to stop, and Triton answers for up to 30 s (--exit-timeout-secs).',
    ]);
  });
});

describe('triton/engine-for-gpu', () => {
  it('finds no engine for the GPU of the pool in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          '/spec/template/metadata/annotations/config.fleetwright.dev~1image_classification',
          'backend: "tensorrt" input [ { name: "I" data_type: TYPE_FP32 dims: [ 1 ] } ] output [ { name: "O" data_type: TYPE_FP32 dims: [ 1 ] } ] cc_model_filenames { key: "7.5" value: "t4.plan" } model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }',
        ),
      ]),
    ).toEqual([
      'triton/engine-for-gpu Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 1: there are engines for 7.5; the GPUs of the node pool a100 have 8.0.',
    ]);
  });
});
