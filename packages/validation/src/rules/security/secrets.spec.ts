import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';
import { credentialIn } from './secret-patterns.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('security/no-secret-by-name', () => {
  it('finds a password in the manifest', () => {
    expect(
      judge([
        '{ name: HOME, value: /tmp },',
        '{ name: HOME, value: /tmp }, { name: DB_PASSWORD, value: correct-horse },',
      ]),
    ).toEqual([
      'security/no-secret-by-name Deployment/vision /spec/template/spec/containers/0/env/1/value: The variable DB_PASSWORD of the container server has its value in the manifest.',
    ]);
  });

  it('finds a key in the manifest, named in another style', () => {
    expect(
      judge([
        '{ name: HOME, value: /tmp },',
        '{ name: HOME, value: /tmp }, { name: apiKey, value: abcdefgh },',
      ]),
    ).toEqual([
      'security/no-secret-by-name Deployment/vision /spec/template/spec/containers/0/env/1/value: The variable apiKey of the container server has its value in the manifest.',
    ]);
  });

  it('finds a token in the manifest in a service of ours', () => {
    expect(
      judgeService([set(ROLLOUT, `${TRITON}/env/-`, { name: 'HF_TOKEN', value: 'abcdefghijkl' })]),
    ).toEqual([
      'security/no-secret-by-name Rollout/image-classification /spec/template/spec/containers/0/env/3/value: The variable HF_TOKEN of the container triton has its value in the manifest.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'the path of a file',
      [
        [
          '{ name: HOME, value: /tmp },',
          '{ name: HOME, value: /tmp }, { name: DB_PASSWORD, value: /secrets/password },',
        ],
      ],
    ],
    [
      'a switch',
      [
        [
          '{ name: HOME, value: /tmp },',
          '{ name: HOME, value: /tmp }, { name: REQUIRE_TOKEN, value: "true" },',
        ],
      ],
    ],
    [
      'what only sounds like a secret',
      [
        [
          '{ name: HOME, value: /tmp },',
          '{ name: HOME, value: /tmp }, { name: TOKENIZER, value: bert-base },',
        ],
      ],
    ],
    [
      'a number of tokens',
      [['{ name: HOME, value: /tmp },', '{ name: HOME, value: /tmp }, { name: MAX_TOKENS, value: "4096" },']],
    ],
    [
      'another variable',
      [['{ name: HOME, value: /tmp },', '{ name: HOME, value: /tmp }, { name: API_KEY, value: $(OTHER) },']],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('security/no-secret-variable', () => {
  it('finds a key of a Secret as a variable, and a whole one', () => {
    expect(
      judge(
        [
          '{ name: HOME, value: /tmp },',
          '{ name: HOME, value: /tmp }, { name: AWS_SECRET_ACCESS_KEY, valueFrom: { secretKeyRef: { name: s3-credentials, key: secret-access-key } } },',
        ],
        [
          '{ name: USER, value: triton }]',
          `{ name: USER, value: triton }, { name: AWS_ACCESS_KEY_ID, value: id }]
          envFrom: [{ secretRef: { name: all } }]`,
        ],
      ),
    ).toEqual([
      'security/no-secret-variable Deployment/vision /spec/template/spec/containers/0/env/1/valueFrom/secretKeyRef: The container server reads the variable AWS_SECRET_ACCESS_KEY from the Secret s3-credentials.',
      'security/no-secret-variable Deployment/vision /spec/template/spec/containers/0/envFrom/0: The container server reads the whole Secret all as variables.',
    ]);
  });

  it('finds a key of a Secret as a variable in a service of ours', () => {
    expect(
      judgeService([
        set(ROLLOUT, `${TRITON}/env/-`, {
          name: 'KEY',
          valueFrom: { secretKeyRef: { name: 'keys', key: 'key' } },
        }),
      ]),
    ).toEqual([
      'security/no-secret-variable Rollout/image-classification /spec/template/spec/containers/0/env/3/valueFrom/secretKeyRef: The container triton reads the variable KEY from the Secret keys.',
    ]);
  });
});

describe('security/no-secret-object', () => {
  it('finds a Secret with values', () => {
    expect(
      judge([
        `
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
        `
---
apiVersion: v1
kind: Secret
metadata: { name: keys, namespace: ml }
data: { key: c2VjcmV0 }
stringData: { other: secret }
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
      ]),
    ).toEqual([
      'security/no-secret-object Secret/keys /stringData: Secret/keys holds the values of key, other.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a Secret that the control plane fills',
      [
        [
          `
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
          `
---
apiVersion: v1
kind: Secret
metadata: { name: keys, namespace: ml }
type: kubernetes.io/service-account-token
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('security/reference-exists', () => {
  it('finds a ConfigMap of nearly that name', () => {
    expect(judge(['configMap: { name: vision-config }', 'configMap: { name: vision-confg }'])).toEqual([
      'security/reference-exists Deployment/vision /spec/template/spec/volumes/1/configMap/name: Deployment/vision refers to the ConfigMap vision-confg; namespace ml has vision-config.',
    ]);
  });

  it('finds a key that it does not have', () => {
    expect(
      judge([
        'configMap: { name: vision-config }',
        'configMap: { name: vision-config, items: [{ key: model.pbtxt, path: config.pbtxt }] }',
      ]),
    ).toEqual([
      'security/reference-exists Deployment/vision /spec/template/spec/volumes/1/configMap/items/0/key: Deployment/vision reads the key model.pbtxt; ConfigMap/vision-config has config.pbtxt.',
    ]);
  });

  it('finds a variable of a ConfigMap that is not there', () => {
    expect(
      judge([
        '{ name: HOME, value: /tmp },',
        '{ name: HOME, value: /tmp }, { name: LEVEL, valueFrom: { configMapKeyRef: { name: levels, key: level } } },',
      ]),
    ).toEqual([
      'security/reference-exists Deployment/vision /spec/template/spec/containers/0/env/1/valueFrom/configMapKeyRef/name: Deployment/vision refers to the ConfigMap levels; namespace ml has vision-config.',
    ]);
  });

  it('finds a ConfigMap that is not there in a service of ours', () => {
    expect(
      judgeService([set(ROLLOUT, `${TRITON}/envFrom`, [{ configMapRef: { name: 'settings' } }])]),
    ).toEqual([
      'security/reference-exists Rollout/image-classification /spec/template/spec/containers/0/envFrom/0/configMapRef/name: Rollout/image-classification refers to the ConfigMap settings; namespace ml-inference has image-classification-dashboard, platform-dashboard.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a reference that is optional',
      [
        [
          '{ name: HOME, value: /tmp },',
          '{ name: HOME, value: /tmp }, { name: LEVEL, valueFrom: { configMapKeyRef: { name: levels, key: level, optional: true } } },',
        ],
      ],
    ],
    [
      'what every namespace has',
      [
        [
          `        - name: config
          configMap: { name: vision-config }
`,
          `        - name: config
          configMap: { name: vision-config }
        - name: ca
          configMap: { name: kube-root-ca.crt }
`,
        ],
        [
          '            - { name: scratch, mountPath: /tmp }',
          `            - { name: scratch, mountPath: /tmp }
            - { name: ca, mountPath: /ca }`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('security/identity-annotated', () => {
  it('finds an account without the role in a service of ours', () => {
    expect(judgeService([remove('ServiceAccount/image-classification', '/metadata/annotations')])).toEqual([
      'security/identity-annotated ServiceAccount/image-classification /metadata: ServiceAccount/image-classification has no annotation eks.amazonaws.com/role-arn; cluster prod-us-east gives identities by arn:aws:iam::111122223333:role/triton-image-classification.',
    ]);
  });

  it('finds the role of another service in a service of ours', () => {
    expect(
      judgeService([
        set(
          'ServiceAccount/image-classification',
          '/metadata/annotations/eks.amazonaws.com~1role-arn',
          'arn:aws:iam::111122223333:role/triton-other',
        ),
      ]),
    ).toEqual([
      'security/identity-annotated ServiceAccount/image-classification /metadata/annotations/eks.amazonaws.com~1role-arn: ServiceAccount/image-classification has the annotation arn:aws:iam::111122223333:role/triton-other as eks.amazonaws.com/role-arn; cluster prod-us-east gives identities by arn:aws:iam::111122223333:role/triton-image-classification.',
    ]);
  });
});

describe('security/image-digest', () => {
  it('finds a tag', () => {
    expect(
      judge([
        'tritonserver:26.07-py3@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        'tritonserver:26.07-py3',
      ]),
    ).toEqual([
      'security/image-digest Deployment/vision /spec/template/spec/containers/0/image: Deployment/vision runs nvcr.io/nvidia/tritonserver:26.07-py3, whose tag can be moved.',
    ]);
  });

  it('finds whatever is newest', () => {
    expect(
      judge([
        'nvcr.io/nvidia/tritonserver:26.07-py3@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        'registry.example.com:5000/vision/server',
      ]),
    ).toEqual([
      'security/image-digest Deployment/vision /spec/template/spec/containers/0/image: Deployment/vision runs registry.example.com:5000/vision/server, whatever is newest at each start.',
    ]);
  });

  it('finds a digest that is cut off', () => {
    expect(
      judge([
        'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      ]),
    ).toEqual([
      'security/image-digest Deployment/vision /spec/template/spec/containers/0/image: Deployment/vision runs nvcr.io/nvidia/tritonserver:26.07-py3@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, whose digest is none.',
    ]);
  });

  it('finds a tag of an init container in a service of ours', () => {
    expect(
      judgeService([set(ROLLOUT, `${POD}/initContainers/0/image`, 'docker.io/rclone/rclone:1.71.1')]),
    ).toEqual([
      'security/image-digest Rollout/image-classification /spec/template/spec/initContainers/0/image: Rollout/image-classification runs docker.io/rclone/rclone:1.71.1, whose tag can be moved.',
    ]);
  });
});

describe('security/object-size', () => {
  const map = (size: number) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: big, namespace: ml }
data: { key: ${'x'.repeat(size)} }
`;

  it('finds a ConfigMap above 1 MiB', () => {
    expect(judgeYaml(map(2 ** 20))).toEqual([
      'security/object-size ConfigMap/big /data: ConfigMap/big has 1025 KiB in /data; the API server takes 1024 KiB.',
    ]);
  });

  it('accepts one of 1 MiB', () => {
    expect(judgeYaml(map(2 ** 20 - 3))).toEqual([]);
  });

  it('finds annotations above 256 KiB in a service of ours', () => {
    const edit = set(ROLLOUT, '/spec/template/metadata/annotations/note', 'x'.repeat(2 ** 18));
    expect(judgeService([edit])).toEqual([
      'security/object-size Rollout/image-classification /spec/template/metadata/annotations: Rollout/image-classification has 257 KiB in /spec/template/metadata/annotations; the API server takes 256 KiB.',
    ]);
  });

  it('finds an object above 1.5 MiB in a service of ours', () => {
    const edit = set(ROLLOUT, `${TRITON}/args/-`, `--id=${'x'.repeat(1536 * 1024)}`);
    expect(judgeService([edit])).toEqual([
      'security/object-size Rollout/image-classification : Rollout/image-classification has 1545 KiB in all; the API server takes 1536 KiB.',
    ]);
  });
});

describe('security/no-literal-secret', () => {
  // In parts, so that no scanner takes this file for a leak.
  it.each([
    ['a private key', ['-----BEGIN RSA ', 'PRIVATE KEY-----']],
    ['an access key of AWS', ['AKIA', 'ABCDEFGHIJKLMNOP']],
    ['a token of GitHub', ['ghp_', 'a'.repeat(36)]],
    ['a token of Hugging Face', ['hf_', 'a'.repeat(34)]],
    ['a token of Slack', ['xoxb-', '1'.repeat(20)]],
    ['a key of Google', ['AIza', 'a'.repeat(35)]],
    ['a signed token', ['eyJ', `${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`]],
    ['a password in an address', ['postgres://triton:', 'correct-horse@db']],
  ])('finds %s', (kind, parts) => {
    expect(
      judge([
        '{ name: HOME, value: /tmp },',
        `{ name: HOME, value: /tmp }, { name: X, value: "${parts.join('')}" },`,
      ]),
    ).toEqual([
      `security/no-literal-secret Deployment/vision /spec/template/spec/containers/0/env/1/value: Deployment/vision holds what looks like ${kind}.`,
    ]);
  });

  it('finds a key in the arguments of a service of ours', () => {
    const edit = set(ROLLOUT, `${TRITON}/args/-`, `--id=${['AKIA', 'ABCDEFGHIJKLMNOP'].join('')}`);
    expect(judgeService([edit])).toEqual([
      'security/no-literal-secret Rollout/image-classification /spec/template/spec/containers/0/args/8: Rollout/image-classification holds what looks like an access key of AWS.',
    ]);
  });

  it.each([
    'AKIA',
    'AKIAIOSFODNN7EXAMPLE',
    'http://user@host/path',
    'https://example.com:8443/a@b',
    `sha256:${'a'.repeat(64)}`,
    'https://$(USER):$(PASSWORD)@host',
    '-----BEGIN CERTIFICATE-----',
  ])('accepts %s', (text) => {
    expect(
      judge(['{ name: HOME, value: /tmp },', `{ name: HOME, value: /tmp }, { name: X, value: "${text}" },`]),
    ).toEqual([]);
  });

  it.each(['-----BEGIN ', 'eyJ', '://a:', 'AKIA', '://a:b', 'eyJaaaaaaaaaaaaaaaaaaaaaa.'])(
    'takes linear time for a text of %s',
    (part) => {
      const text = part.repeat(100_000 / part.length);
      const start = performance.now();
      credentialIn(text);
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );
});
