import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { CLUSTER, ENVIRONMENT, SPEC, OVERLAY, edit, fleetwright, write, type BadInput } from './workbench.ts';
import { expectText } from './expect-text.ts';

type Answer = Pick<BadInput, 'exit' | 'says'>;
type Expected = Answer & Pick<BadInput, 'mayChange' | 'after'>;

const LABELS = 'labels: { team: vision }';
const NAME = '- name: image_classification';

function changed(row: number, title: string, [file, from, to]: readonly [string, string, string], answer: Expected): BadInput {
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
  changed(22, 'a line end in a label', [SPEC, LABELS, 'labels: { team: "a\\nb" }'], §b22),
  changed(23, 'NUL in a description', [SPEC, LABELS, 'description: "a\\0b"'], §b23),
  changed(24, 'a line separator in a description', [SPEC, LABELS, 'description: "a\\u2028b"'], §b24),
  changed(25, 'numbers for labels', [SPEC, LABELS, 'labels: { a: 0777, b: 1e3, c: 12:30 }'], §b25a),
  changed(25, 'labels that YAML 1.1 takes for something else', [SPEC, LABELS, `labels: { team: on, a: '0777', b: '1e3' }`], {
    ...§b25b,
    mayChange: /./,
    after: expectText(`${OVERLAY}/triton.yaml`, ['a: "0777"', 'b: "1e3"', 'team: "on"']),
  }),
  changed(26, 'a model name that closes its quote', [SPEC, NAME, `- name: 'a" max_batch_size: 64'`], §b26),
  changed(27, 'a label that closes its matcher', [CLUSTER, 'prometheusJob: istio-ingress', `prometheusJob: 'a"} or vector(1) #'`], §b27),
  changed(28, 'a command in a flag', [SPEC, 'release: "26.07"', 'release: "26.07"\n    flags: { trace-config: "$(rm -rf /)" }'], §b28),
  changed(28, 'backticks in a flag', [SPEC, 'release: "26.07"', 'release: "26.07"\n    flags: { trace-config: "`id`" }'], §b28b),
  changed(29, 'an expansion of Kubernetes', [SPEC, 'release: "26.07"', 'release: "26.07"\n    flags: { trace-config: "file=$(POD_NAME)" }'], §b29),
  changed(30, 'a template of Argo Rollouts', [CLUSTER, 'prometheusJob: istio-ingress', `prometheusJob: '{{args.x}}'`], §b30a),
  changed(30, 'a template of Prometheus', [ENVIRONMENT, 'receiver: ml-oncall', `receiver: '{{ $labels.x }}'`], §b30b),
  changed(31, 'a template of a generator', [SPEC, LABELS, `labels: { team: '<%= process.env %>' }`], §b31),
];

const POD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

// The same text in the place of a spec, and as somebody's manifest.
function broken(row: number, title: string, text: string | Buffer, spec: Answer, manifest: Answer): BadInput[] {
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
  ...broken(32, 'an alias bomb', ALIASES, §c32a, §c32b),
  ...broken(33, 'nested 20,000 deep', '['.repeat(20_000), §c33a, §c33b),
  large(34, SPEC, ['render'], §c34a),
  large(34, 'manifest.yaml', ['validate', 'manifest.yaml'], §c34b),
  ...broken(35, 'a key twice', `${POD}kind: Secret\n`, §c35a, §c35b),
  ...broken(36, 'a tag that is code', `${POD}data: { a: !!js/function "x" }\n`, §c36a, §c36b),
  ...broken(37, 'two documents', `${POD}---\n${POD}`, §c37a, §c37b),
  ...broken(38, 'a merge key', `${POD}data: { <<: { a: b } }\n`, §c38a, §c38b),
  ...broken(39, 'UTF-16', Buffer.from(`\ufeff${POD}`, 'utf16le'), §c39a, §c39b),
  ...broken(39, 'a byte order mark', `\ufeff${POD}`, §c39c, §c39d),
  ...broken(40, 'tabs', `${POD}data:\n\ta: b\n`, §c40a, §c40b),
  ...broken(41, 'nothing', '', §c41a, §c41b),
  ...broken(42, 'a comma too many', '{apiVersion: v1,, kind: ConfigMap}\n', §c42a, §c42b),
];
