import { describe, expect, it } from 'vitest';
import { BACKENDS, resolveBackend } from './backends.ts';
import { checkFlags, formatFlags } from './check-flags.ts';
import { fileListChecksum } from './checksum.ts';
import { FLAGS } from './flags.ts';
import { compareReleases, imageTag, securityFloorBelow, TRITON_REPOSITORY } from './images.ts';
import { latencyBuckets } from './latency-buckets.ts';
import { findMetric, METRICS, seriesOf } from './metrics.ts';
import { supports } from './version-gates.ts';

describe('images', () => {
  it('name a release and a variant', () => {
    expect(imageTag('26.07', 'vllm-python-py3')).toBe('26.07-vllm-python-py3');
    expect(`${TRITON_REPOSITORY}:${imageTag('26.07', 'py3')}`).toBe('nvcr.io/nvidia/tritonserver:26.07-py3');
  });

  it('are ordered by release', () => {
    expect(['26.07', '24.10', '25.12'].sort(compareReleases)).toEqual(['24.10', '25.12', '26.07']);
  });

  it.each([
    ['24.01', 'error'],
    ['25.06', 'error'],
    ['25.07', 'warning'],
    ['26.04', 'warning'],
    ['26.05', undefined],
  ])('of release %s are below the security floor: %s', (release, severity) => {
    expect(securityFloorBelow(release)?.severity).toBe(severity);
  });
});

describe('supports', () => {
  it.each([
    ['24.10', 'config-model-metrics', false],
    ['24.11', 'config-model-metrics', true],
    ['25.12', 'first-response-histogram', false],
    ['26.01', 'first-response-histogram', true],
    ['25.10', 'config-max-inflight-requests', false],
    ['25.11', 'config-max-inflight-requests', true],
  ] as const)('says whether %s has %s', (release, feature, expected) => {
    expect(supports(release, feature)).toBe(expected);
  });
});

describe('resolveBackend', () => {
  it.each([
    [{ backend: 'vllm' }, 'vllm'],
    [{ platform: 'pytorch_libtorch' }, 'pytorch'],
    [{ platform: 'libtorch' }, 'pytorch'],
    [{ platform: 'torch_aoti' }, 'pytorch'],
    [{ platform: 'ensemble' }, 'ensemble'],
    [{ default_model_filename: 'model.plan' }, 'tensorrt'],
    [{ default_model_filename: 'model.pt2' }, 'pytorch'],
    [{ default_model_filename: 'model.xml' }, 'openvino'],
  ])('finds the backend of %j', (config, name) => {
    const resolved = resolveBackend(config);
    expect('backend' in resolved && resolved.backend.name).toBe(name);
  });

  it.each([
    [
      { backend: 'pytorc' },
      {
        pointer: '/backend',
        message: 'backend is "pytorc", which none of Triton\'s images carries.',
        fix: 'Did you mean pytorch?',
      },
    ],
    [
      { backend: 'tensorflow' },
      {
        pointer: '/backend',
        message: 'backend is "tensorflow", which none of Triton\'s images carries.',
        fix: `Use one of ${BACKENDS.map(({ name }) => name).join(', ')}.`,
      },
    ],
    [
      { platform: 'foo_bar' },
      {
        pointer: '/platform',
        message: 'platform is "foo_bar", which Triton does not know.',
        fix: 'Set backend instead, or use one of tensorrt_plan, onnxruntime_onnx, pytorch_libtorch, torch_aoti, ensemble.',
      },
    ],
    [
      {},
      {
        pointer: '',
        message: 'Neither backend nor platform is set.',
        fix: 'Set backend, e.g. backend: onnxruntime.',
      },
    ],
  ])('says why %j has none', (config, problem) => {
    expect(resolveBackend(config)).toEqual({ problem });
  });
});

describe('flags', () => {
  it('are unique', () => {
    expect(new Set(FLAGS.map(({ name }) => name)).size).toBe(FLAGS.length);
  });

  it('are written in the order given, lists as several arguments, switches alone', () => {
    expect(
      formatFlags({
        'model-repository': ['/a', '/b'],
        'strict-readiness': true,
        'http-thread-count': 16,
        'disable-auto-complete-config': true,
        help: false,
      }),
    ).toEqual([
      '--model-repository=/a',
      '--model-repository=/b',
      '--strict-readiness=true',
      '--http-thread-count=16',
      '--disable-auto-complete-config',
    ]);
  });

  it('accepts what tritonserver would', () => {
    expect(
      checkFlags({
        'http-thread-count': 16,
        'log-verbose': '1',
        'metrics-interval-ms': 500.5,
        'allow-cpu-metrics': 'off',
        'cuda-memory-pool-byte-size': '0:67108864',
        'cache-config': 'local,size=1048576',
        'trace-config': 'rate=100',
        'rate-limit': 'execution_count',
      }),
    ).toEqual([]);
  });

  it.each([
    [
      'http-threads-count',
      4,
      'triton/flag-unknown',
      'tritonserver has no flag "http-threads-count".',
      'Did you mean http-thread-count?',
    ],
    [
      'http_thread_count',
      4,
      'triton/flag-unknown',
      'tritonserver has no flag "http_thread_count".',
      'Did you mean http-thread-count?',
    ],
    [
      '--log-verbose',
      1,
      'triton/flag-unknown',
      'tritonserver has no flag "--log-verbose".',
      'Did you mean log-verbose?',
    ],
    ['constructor', 1, 'triton/flag-unknown', 'tritonserver has no flag "constructor".', 'Remove it.'],
    [
      'http-port',
      80,
      'triton/flag-owned',
      'The flag http-port may not be set. Ports and addresses are fixed, so that Services, probes and policies agree.',
      'Remove it.',
    ],
    [
      'model-control-mode',
      'poll',
      'triton/flag-owned',
      'The flag model-control-mode may not be set. Models are loaded once, at start; a change is a rollout.',
      'Remove it.',
    ],
    [
      'http-thread-count',
      'many',
      'triton/flag-type',
      'The flag http-thread-count is "many"; expected an integer.',
      'Give an integer.',
    ],
    [
      'http-thread-count',
      1.5,
      'triton/flag-type',
      'The flag http-thread-count is 1.5; expected an integer.',
      'Give an integer.',
    ],
    [
      'allow-cpu-metrics',
      'maybe',
      'triton/flag-type',
      'The flag allow-cpu-metrics is "maybe"; expected true or false.',
      'Give true or false.',
    ],
    [
      'rate-limit',
      'on',
      'triton/flag-type',
      'The flag rate-limit is "on"; expected one of off, execution_count.',
      'Give one of off, execution_count.',
    ],
    [
      'cuda-memory-pool-byte-size',
      1024,
      'triton/flag-type',
      'The flag cuda-memory-pool-byte-size is 1024; expected <gpu>:<bytes>.',
      'Write it as <gpu>:<bytes>.',
    ],
    [
      'cache-config',
      'local',
      'triton/flag-type',
      'The flag cache-config is "local"; expected <cache>,<setting>=<value>.',
      'Write it as <cache>,<setting>=<value>.',
    ],
    [
      'id',
      'a\nb',
      'triton/flag-type',
      'The flag id is "a\\nb"; expected text on one line.',
      'Give text on one line.',
    ],
  ])('refuses %s: %j', (flag, value, rule, message, fix) => {
    expect(checkFlags({ [flag]: value })).toEqual([{ rule, severity: 'error', flag, message, fix }]);
  });

  it('warns of a deprecated flag', () => {
    expect(checkFlags({ 'trace-rate': 10 })).toEqual([
      {
        rule: 'triton/flag-deprecated',
        severity: 'warning',
        flag: 'trace-rate',
        message: 'The flag trace-rate is deprecated.',
        fix: 'Use trace-config: rate=<rate>.',
      },
    ]);
  });

  it('refuses a list for a flag that is given once', () => {
    expect(checkFlags({ id: ['a', 'b'] })).toMatchObject([
      { message: 'The flag id is ["a","b"]; expected one value.' },
    ]);
  });
});

describe('metrics', () => {
  it('have unique names, none of which ends in _total', () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
    expect(METRICS.filter(({ name }) => name.endsWith('_total'))).toEqual([]);
  });

  it.each([
    ['nv_inference_first_response_histogram_ms_bucket', 'nv_inference_first_response_histogram_ms'],
    ['nv_inference_request_summary_us_count', 'nv_inference_request_summary_us'],
    ['nv_inference_count', 'nv_inference_count'],
    ['nv_inference_first_response_histogram_ms', 'nv_inference_first_response_histogram_ms'],
    ['nv_inference_request_success_total', undefined],
    ['nv_inference_request_duration_us_bucket', undefined],
  ])('are found by the name of a series: %s', (series, name) => {
    expect(findMetric(series)?.name).toBe(name);
  });

  it('know the series of each type', () => {
    const seriesNames = (name: string) => METRICS.filter((metric) => metric.name === name).flatMap(seriesOf);
    expect(seriesNames('nv_inference_first_response_histogram_ms')).toEqual([
      'nv_inference_first_response_histogram_ms_bucket',
      'nv_inference_first_response_histogram_ms_sum',
      'nv_inference_first_response_histogram_ms_count',
    ]);
    expect(seriesNames('nv_cache_num_hits')).toEqual(['nv_cache_num_hits']);
  });
});

describe('latencyBuckets', () => {
  it.each([
    [[200], [25, 50, 100, 150, 200, 300, 400, 800, 2000]],
    [[1], [1, 2, 4, 10]],
    [[0.2], [1, 2, 4, 10]],
    [
      [20, 100],
      [3, 5, 10, 15, 20, 30, 40, 80, 100, 200],
    ],
    [[], []],
  ])('contain the objectives %j and ascend', (objectives, expected) => {
    expect(latencyBuckets(objectives)).toEqual(expected);
  });
});

describe('fileListChecksum', () => {
  const hello = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

  it('is what sha256sum prints for the sorted list, whatever the order given', () => {
    // printf 'hello\n' into a/z, a.b, Z and é; cd DIR && find . -type f -print0 | LC_ALL=C sort -z | …
    const files = ['é', 'a/z', 'Z', 'a.b'].map((path) => ({ path, sha256: hello }));
    expect(fileListChecksum(files)).toBe('aa6612a91ae95b50c786d85161a4c483b1d5ddef3c5d0cdd700c7d6f4b07b8a3');
    expect(fileListChecksum(files.reverse())).toBe(fileListChecksum(files));
  });

  it('changes with a name, not only with contents', () => {
    const one = fileListChecksum([{ path: 'a', sha256: hello }]);
    expect(fileListChecksum([{ path: 'b', sha256: hello }])).not.toBe(one);
  });
});
