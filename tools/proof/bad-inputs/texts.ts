import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { CLUSTER, ENVIRONMENT, SPEC, OVERLAY, edit, fleetwright, write, type BadInput } from './workbench.ts';
import { expectText } from './expect-text.ts';

type Answer = Pick<BadInput, 'exit' | 'says'>;
type Expected = Answer & Pick<BadInput, 'mayChange' | 'after'>;

const LABELS = 'labels: { team: vision }';
const NAME = '- name: image_classification';

function changed(
  row: number,
  title: string,
  [file, from, to]: readonly [string, string, string],
  answer: Expected,
): BadInput {
  return {
    row,
    title,
    act: (root) => {
      edit(root, file, from, to);
      return fleetwright(root, 'render');
    },
    mayChange: new RegExp(`^${file.replaceAll('.', '\\.')}$`),
    ...answer,
  };
}

/** What a spec says, as text: it reaches YAML, PromQL, Go templates and shells. */
export const BAD_TEXTS: readonly BadInput[] = [
  changed(22, 'a line end in a label', [SPEC, LABELS, 'labels: { team: "a\\nb" }'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:5:19 input/pattern: /metadata/labels/team is "a\\nb"; expected a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last); at most 63 characters.',
    ],
  }),
  changed(23, 'NUL in a description', [SPEC, LABELS, 'description: "a\\0b"'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:5:16 input/hidden-character: /metadata/description contains U+0000, a control or invisible character.',
    ],
  }),
  changed(24, 'a line separator in a description', [SPEC, LABELS, 'description: "a\\u2028b"'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:5:16 input/hidden-character: /metadata/description contains U+2028, a control or invisible character.',
    ],
  }),
  changed(25, 'numbers for labels', [SPEC, LABELS, 'labels: { a: 0777, b: 1e3, c: 12:30 }'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:5:16 input/type: /metadata/labels/a is 777 (a number); expected a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last); at most 63 characters.',
      'apps/image-classification/model-service.yaml:5:25 input/type: /metadata/labels/b is 1000 (a number); expected a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last); at most 63 characters.',
      'apps/image-classification/model-service.yaml:5:33 input/pattern: /metadata/labels/c is "12:30"; expected a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last); at most 63 characters.',
    ],
  }),
  ...['on', '0777', '1e3'].map((value) =>
    changed(
      25,
      `the text ${value}, which YAML 1.1 takes for something else`,
      [SPEC, LABELS, `labels: { team: '${value}' }`],
      {
        exit: 0,
        says: [],
        mayChange: /./,
        after: expectText(`${OVERLAY}/triton.yaml`, [`team: "${value}"`]),
      },
    ),
  ),
  changed(26, 'a model name that closes its quote', [SPEC, NAME, `- name: 'a" max_batch_size: 64'`], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:10:13 input/pattern: /spec/models/0/name is "a\\" max_batch_size: 64"; expected letters, digits, dashes, underscores and dots; a letter or digit first and last; at most 63 characters.',
    ],
  }),
  changed(
    27,
    'a label that closes its matcher',
    [CLUSTER, 'prometheusJob: istio-ingress', `prometheusJob: 'a"} or vector(1) #'`],
    {
      exit: 1,
      says: [
        'clusters/prod-us-east/cluster.yaml:21:20 input/pattern: /spec/gateway/prometheusJob is "a\\"} or vector(1) #"; expected a Prometheus job: letters, digits, dashes, underscores, dots and slashes; at most 128 characters.',
      ],
    },
  ),
  changed(
    28,
    'a command in a flag',
    [SPEC, 'release: "26.07"', 'release: "26.07"\n    flags: { trace-config: "$(rm -rf /)" }'],
    {
      exit: 1,
      says: [
        'apps/image-classification/model-service.yaml:9:28 triton/flag-type: The flag trace-config is "$(rm -rf /)"; expected <mode>,<setting>=<value>.',
        'apps/image-classification/model-service.yaml:9:28 triton/flag-type: The flag trace-config is "$(rm -rf /)"; expected <mode>,<setting>=<value>.',
      ],
    },
  ),
  changed(
    28,
    'backticks in a flag',
    [SPEC, 'release: "26.07"', 'release: "26.07"\n    flags: { trace-config: "`id`" }'],
    {
      exit: 1,
      says: [
        'apps/image-classification/model-service.yaml:9:28 triton/flag-type: The flag trace-config is "`id`"; expected <mode>,<setting>=<value>.',
        'apps/image-classification/model-service.yaml:9:28 triton/flag-type: The flag trace-config is "`id`"; expected <mode>,<setting>=<value>.',
      ],
    },
  ),
  changed(
    29,
    'an expansion of Kubernetes',
    [SPEC, 'release: "26.07"', 'release: "26.07"\n    flags: { trace-config: "triton,file=$(POD_NAME)" }'],
    {
      exit: 0,
      says: [],
      mayChange: /./,
      after: expectText(`${OVERLAY}/triton.yaml`, ['triton,file=$$(POD_NAME)']),
    },
  ),
  changed(
    30,
    'a template of Argo Rollouts',
    [CLUSTER, 'prometheusJob: istio-ingress', `prometheusJob: '{{args.x}}'`],
    {
      exit: 1,
      says: [
        'clusters/prod-us-east/cluster.yaml:21:20 input/pattern: /spec/gateway/prometheusJob is "{{args.x}}"; expected a Prometheus job: letters, digits, dashes, underscores, dots and slashes; at most 128 characters.',
      ],
    },
  ),
  changed(
    30,
    'a template of Prometheus',
    [ENVIRONMENT, 'receiver: ml-oncall', `receiver: '{{ $labels.x }}'`],
    {
      exit: 1,
      says: [
        'environments/production/environment.yaml:14:25 input/pattern: /spec/alerts/labels/receiver is "{{ $labels.x }}"; expected letters, digits, dashes, underscores and dots; a letter or digit first and last; at most 63 characters.',
      ],
    },
  ),
  changed(31, 'a template of a generator', [SPEC, LABELS, `labels: { team: '<%= process.env %>' }`], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:5:19 input/pattern: /metadata/labels/team is "<%= process.env %>"; expected a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last); at most 63 characters.',
    ],
  }),
];

const POD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

// The same text in the place of a spec, and as somebody's manifest.
function broken(
  row: number,
  title: string,
  text: string | Buffer,
  spec: Answer,
  manifest: Answer,
): BadInput[] {
  return [
    {
      row,
      title: `a spec: ${title}`,
      act: (root) => {
        write(root, SPEC, text);
        return fleetwright(root, 'render');
      },
      mayChange: /^apps\//,
      ...spec,
    },
    {
      row,
      title: `a manifest: ${title}`,
      act: (root) => {
        write(root, 'manifest.yaml', text);
        return fleetwright(root, 'validate', 'manifest.yaml');
      },
      mayChange: /^manifest\.yaml$/,
      ...manifest,
    },
  ];
}

function large(row: number, path: string, command: string[], answer: Answer): BadInput {
  return {
    row,
    title: `50 MB at ${path}`,
    act: (root) => {
      write(root, path, POD);
      truncateSync(join(root, path), 50 * 2 ** 20);
      return fleetwright(root, ...command);
    },
    mayChange: new RegExp(`^${path}$`),
    ...answer,
  };
}

const ALIASES = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghij'].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(', ')}]`).join('\n')}\n`;

/** What is no file of one YAML document of plain values. */
export const BAD_FILES: readonly BadInput[] = [
  ...broken(
    32,
    'an alias bomb',
    ALIASES,
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml:1:4 input/alias: "&a" is an anchor; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:4 input/alias: "&b" is an anchor; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:8 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:12 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:16 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:20 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:24 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:28 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:32 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:36 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:2:40 input/alias: "*a" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:4 input/alias: "&c" is an anchor; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:8 input/alias: "*b" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:12 input/alias: "*b" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:16 input/alias: "*b" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:20 input/alias: "*b" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:24 input/alias: "*b" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:28 input/alias: "*b" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:32 input/alias: "*b" is an alias; anchors and aliases are refused.',
        'apps/image-classification/model-service.yaml:3:36 input/alias: "*b" is an alias; anchors and aliases are refused.',
      ],
    },
    {
      exit: 2,
      says: [
        'manifest.yaml:1 manifest/too-large: With its aliases written out, the document has more than 500000 values or 100 levels.',
      ],
    },
  ),
  ...broken(
    33,
    'nested 20,000 deep',
    '['.repeat(20_000),
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml:1:66 input/too-deep: Mappings and lists are nested more than 64 deep.',
      ],
    },
    {
      exit: 2,
      says: [
        'manifest.yaml:1 manifest/yaml-syntax: Kubernetes cannot read this document: nesting exceeded maxDepth (100).',
      ],
    },
  ),
  large(34, SPEC, ['render'], {
    exit: 2,
    says: [
      'apps/image-classification/model-service.yaml workspace/too-large: The file has 52428800 bytes; at most 4194304 are read.',
    ],
  }),
  large(34, 'manifest.yaml', ['validate', 'manifest.yaml'], {
    exit: 2,
    says: ['manifest.yaml workspace/too-large: The file has 52428800 bytes; at most 16777216 are read.'],
  }),
  ...broken(
    35,
    'a key twice',
    `${POD}kind: Secret\n`,
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml:4:1 input/duplicate-key: The key "kind" stands twice in one mapping.',
      ],
    },
    {
      exit: 2,
      says: [
        'manifest.yaml:4 manifest/yaml-syntax: Kubernetes cannot read this document: duplicated mapping key.',
      ],
    },
  ),
  ...broken(
    36,
    'a tag that is code',
    `${POD}data: { a: !!js/function "x" }\n`,
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml:4:12 input/tag: "!!js/function" is a tag; only the tags of YAML 1.2 core are read.',
      ],
    },
    {
      exit: 2,
      says: [
        'manifest.yaml:4 manifest/yaml-syntax: Kubernetes cannot read this document: unknown tag !<tag:yaml.org,2002:js/function>.',
      ],
    },
  ),
  ...broken(
    37,
    'two documents',
    `${POD}---\n${POD.replace('name: a', 'name: b')}`,
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml:4:1 input/multiple-documents: A second document starts here; a file holds one.',
      ],
    },
    { exit: 0, says: [] },
  ),
  ...broken(
    38,
    'a merge key',
    `${POD}data: { <<: { a: b } }\n`,
    {
      exit: 1,
      says: [
        'apps/image-classification/model-service.yaml:1:1 input/missing-field: The file has no spec, which is required.',
        'apps/image-classification/model-service.yaml:1:13 input/choice: /apiVersion is "v1"; expected "fleetwright.dev/v1alpha1".',
        'apps/image-classification/model-service.yaml:2:7 input/choice: /kind is "ConfigMap"; expected "ModelService".',
        'apps/image-classification/model-service.yaml:3:19 input/name-directory: /metadata/name is "a", but the file lies in the directory "image-classification"; expected the same name.',
        'apps/image-classification/model-service.yaml:4:1 input/unknown-field: The file has no field "data".',
        'apps/image-classification/model-service.yaml:4:9 input/merge-key: Merge keys (<<) are refused.',
      ],
    },
    { exit: 0, says: [] },
  ),
  ...broken(
    39,
    'UTF-16',
    Buffer.from(`\ufeff${POD}`, 'utf16le'),
    {
      exit: 2,
      says: ['apps/image-classification/model-service.yaml workspace/encoding: The file is not UTF-8 text.'],
    },
    { exit: 2, says: ['manifest.yaml workspace/encoding: The file is not UTF-8 text.'] },
  ),
  ...broken(
    39,
    'a byte order mark',
    `\ufeff${POD}`,
    {
      exit: 1,
      says: [
        'apps/image-classification/model-service.yaml:1:1 input/encoding: The file starts with a byte order mark.',
      ],
    },
    { exit: 0, says: [] },
  ),
  ...broken(
    40,
    'tabs',
    `${POD}data:\n\ta: b\n`,
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml:5:1 input/tab: A tab indents this line; YAML indents with spaces only.',
      ],
    },
    {
      exit: 2,
      says: [
        'manifest.yaml:5 manifest/yaml-syntax: Kubernetes cannot read this document: tab characters must not be used in indentation.',
      ],
    },
  ),
  ...broken(
    41,
    'nothing',
    '',
    { exit: 2, says: ['apps/image-classification/model-service.yaml:1:1 input/empty: The file is empty.'] },
    {
      exit: 2,
      says: ['manifest.yaml manifest/no-object: There is no Kubernetes object and no model of Triton here.'],
    },
  ),
  ...broken(
    42,
    'a comma too many',
    '{apiVersion: v1,, kind: ConfigMap}\n',
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml:1:17 input/yaml-syntax: Not YAML: Unexpected , in flow map.',
      ],
    },
    {
      exit: 2,
      says: [
        "manifest.yaml:1 manifest/yaml-syntax: Kubernetes cannot read this document: expected the node content, but found ','.",
      ],
    },
  ),
];
