import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { load } from 'js-yaml';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseModelService } from '@fleetwright/model-service';
import { formatModelConfig, parseModelConfigText } from '@fleetwright/triton-config';
import { addModelService } from './add-model-service.ts';
import type { RawOptions } from './options.ts';
import { PRESETS } from './presets.ts';
import { changedPaths, createFleetTree, makeFolder, messageOf, ROOT } from '../testing.ts';

const SAMPLES = join(ROOT, 'samples/model_repository');
const OVERLAY = ['istio', 'kustomization', 'monitoring', 'network-policy', 'placement', 'rollouts', 'triton'];
const ONNX =
  'backend: "onnxruntime"\nmax_batch_size: 8\ninput [ { name: "x" data_type: TYPE_FP32 dims: [ 4 ] } ]\noutput [ { name: "y" data_type: TYPE_FP32 dims: [ 2 ] } ]\n';
const VLLM =
  'backend: "vllm"\ninput [ { name: "text_input" data_type: TYPE_STRING dims: [ 1 ] } ]\noutput [ { name: "text_output" data_type: TYPE_STRING dims: [ -1 ] } ]\nmodel_transaction_policy { decoupled: true }\n';

let said: string[] = [];

beforeEach(() => {
  said = [];
});

function generate(tree: Tree, options: RawOptions) {
  return addModelService(tree, options, (text) => void said.push(text));
}

function pathsOf(service: string): string[] {
  const overlay = (cluster: string) => OVERLAY.map((file) => `clusters/${cluster}/${service}/${file}.yaml`);
  return [`apps/${service}/model-service.yaml`, ...overlay('prod-eu-west'), ...overlay('prod-us-east')];
}

function specOf(tree: Tree, service: string): string {
  return tree.read(`apps/${service}/model-service.yaml`, 'utf8') ?? '';
}

describe('nx generate model-service --from', () => {
  it('turns the sample repository into one service with an overlay for each cluster', async () => {
    const tree = createFleetTree();
    await generate(tree, { name: 'vision', from: SAMPLES, artifact: 'store://models', team: 'vision' });
    expect(changedPaths(tree)).toEqual(pathsOf('vision'));
    expect(specOf(tree, 'vision'))
      .toBe(`# yaml-language-server: $schema=../../node_modules/@fleetwright/model-service/schemas/model-service.schema.json
apiVersion: fleetwright.dev/v1alpha1
kind: ModelService
metadata:
  name: vision
  labels: { team: vision }
spec:
  triton:
    release: '26.07'
  models:
    - name: image_classification
      versions:
        - version: 1
          artifacts:
            - storageUri: store://models/image_classification/1
              sha256: e2edb698a75afd5458eae4546f55a17d2b35eb2a8e51f08295fae51d757aebac
              size: 14Ki
      config:
        platform: pytorch_libtorch
        max_batch_size: 8
        input: [{ name: INPUT__0, data_type: TYPE_FP32, dims: [3, 224, 224] }]
        output: [{ name: OUTPUT__0, data_type: TYPE_FP32, dims: [1000] }]
        instance_group: [{ count: 1, kind: KIND_GPU, gpus: [0] }]
        dynamic_batching: { max_queue_delay_microseconds: 100 }
    # Sentiment of short texts: the tokenizer runs in the client.
    - name: text_classification
      versions:
        - version: 1
          artifacts:
            - storageUri: store://models/text_classification/1
              sha256: 4477fa257d97e2cb64b8af59b8f0b324324863b52c2c80c15973e6780e6edf50
              size: 2Ki
      config:
        platform: onnxruntime_onnx
        max_batch_size: 16 # larger batches gave no more throughput
        input:
          - name: input_ids
            data_type: TYPE_INT64
            dims: [-1] # as many tokens as the longest text of the batch
          # 1 for a token, 0 for padding
          - name: attention_mask
            data_type: TYPE_INT64
            dims: [-1]
        output:
          - name: logits
            data_type: TYPE_FP32
            dims: [2] # negative, positive
        instance_group: [{ count: 1, kind: KIND_GPU }]
        # Requests wait for one another no longer than the client notices.
        dynamic_batching: { max_queue_delay_microseconds: 2000 }
`);
  });

  it('says what it writes and what it leaves out, and at the end what to do next', async () => {
    const next = await generate(createFleetTree(), {
      name: 'vision',
      from: SAMPLES,
      artifact: 'store://models',
    });
    next?.();
    expect(said.join('\n').replaceAll(ROOT, '')).toBe(`
Service vision, image 26.07-py3, on prod-eu-west, prod-us-east
  image_classification (pytorch, version 1)
  text_classification (onnxruntime, version 1)

Left out: llama2_chat, which no backend loads.
  /samples/model_repository/llama2_chat/1: The backend vllm loads model.json; found model/, tokenizer/.
    Give /samples/model_repository/llama2_chat/1/model.json with the engine arguments.

1 service, 2 models, 2 placements, 34 resources, 15 files.

Next
  Adapt apps/vision/model-service.yaml (slo, traffic, scaling), then run: nx sync
  Upload the version directories:
    /samples/model_repository/image_classification/1 -> store://models/image_classification/1
    /samples/model_repository/text_classification/1 -> store://models/text_classification/1
  See where a value comes from: fleetwright explain prod-eu-west/vision`);
  });

  it('renders each config.pbtxt of the sample repository as the same message', async () => {
    const tree = createFleetTree();
    await generate(tree, { name: 'vision', from: SAMPLES });
    const [workload] = (tree.read('clusters/prod-us-east/vision/triton.yaml', 'utf8') ?? '')
      .split('\n---\n')
      .map(
        (text) =>
          load(text) as {
            kind: string;
            spec: { template: { metadata: { annotations: Record<string, string> } } };
          },
      )
      .filter(({ kind }) => kind === 'Rollout');
    for (const model of ['image_classification', 'text_classification']) {
      const original = parseModelConfigText('', readFileSync(join(SAMPLES, model, 'config.pbtxt'), 'utf8'));
      const rendered = workload?.spec.template.metadata.annotations[`config.fleetwright.dev/${model}`] ?? '';
      const { config } = parseModelConfigText('', rendered);
      expect(formatModelConfig({ ...config, model_metrics: undefined })).toBe(
        formatModelConfig(original.config ?? {}),
      );
    }
  });

  it('changes nothing in a second run', async () => {
    const tree = createFleetTree();
    const options = { name: 'vision', from: SAMPLES, artifact: 'store://models' };
    await generate(tree, options);
    const before = tree.listChanges();
    said = [];
    expect(await generate(tree, options)).toBeUndefined();
    expect(tree.listChanges()).toEqual(before);
    expect(said).toEqual(['vision: already there, nothing to do.']);
  });

  it('makes a service of its own for models that need another image', async () => {
    const tree = createFleetTree();
    const from = makeFolder({
      'm/config.pbtxt': ONNX,
      'm/1/model.onnx': 'x',
      'chat/config.pbtxt': VLLM,
      'chat/1/model.json': '{ "model": "/models/chat/1/weights", "max_model_len": 2048 }',
      'chat/1/weights/config.json': '{}',
    });
    await generate(tree, { name: 'mixed', from });
    expect(changedPaths(tree)).toEqual([...pathsOf('mixed'), ...pathsOf('mixed-vllm')].sort());
    expect(specOf(tree, 'mixed-vllm')).toContain(
      'engineArgs: { model: /models/chat/1/weights, max_model_len: 2048 }',
    );
    expect(said[0]).toContain(
      'Service mixed, image 26.07-py3, on prod-eu-west, prod-us-east\n  m (onnxruntime, version 1)',
    );
    expect(said[0]).toContain(
      'Service mixed-vllm, image 26.07-vllm-python-py3, on prod-eu-west, prod-us-east\n  chat (vllm, version 1)',
    );
  });

  it('keeps an ensemble with its members, whose empty version directory is no mistake', async () => {
    const tree = createFleetTree();
    const from = makeFolder({
      'm/config.pbtxt': ONNX,
      'm/1/model.onnx': 'x',
      'm/3/model.onnx': 'y',
      'all/config.pbtxt': `platform: "ensemble"\nmax_batch_size: 8\ninput [ { name: "x" data_type: TYPE_FP32 dims: [ 4 ] } ]\noutput [ { name: "y" data_type: TYPE_FP32 dims: [ 2 ] } ]\nensemble_scheduling { step [ { model_name: "m" model_version: -1 input_map { key: "x" value: "x" } output_map { key: "y" value: "y" } } ] }\n`,
      'all/1/.gitkeep': '',
    });
    await generate(tree, { name: 'both', from });
    expect(changedPaths(tree)).toEqual(pathsOf('both'));
    expect(specOf(tree, 'both')).toContain(`
    - name: m
      versions:
        - version: 1
        - version: 3
`);
  });

  it('warns of files that are not delivered', async () => {
    const from = makeFolder({ 'm/config.pbtxt': ONNX, 'm/1/model.onnx': 'x', 'm/labels.txt': 'a' });
    await generate(createFleetTree(), { name: 'm', from });
    expect(said.join('\n').replaceAll(from, 'repo')).toContain(
      '  repo/m/labels.txt: The file stands outside the version directories, so it is not delivered.\n    Move what the model needs into its version directory.',
    );
  });
});

describe('nx generate model-service --preset', () => {
  it.each(Object.keys(PRESETS))('writes a valid spec of about a dozen lines for %s', async (preset) => {
    const tree = createFleetTree();
    await generate(tree, { name: 'sentiment-de', preset });
    expect(changedPaths(tree)).toEqual(pathsOf('sentiment-de'));
    const spec = specOf(tree, 'sentiment-de');
    expect(parseModelService('apps/sentiment-de/model-service.yaml', spec).findings).toEqual([]);
    expect(spec.split('\n').length).toBeLessThan(24);
  });

  it('takes the artifact and its checksum', async () => {
    const tree = createFleetTree();
    const sha256 = 'a'.repeat(64);
    await generate(tree, {
      name: 'sentiment',
      preset: 'onnx',
      artifact: 'store://models/sentiment/3',
      sha256,
    });
    expect(specOf(tree, 'sentiment')).toContain(`
    - name: sentiment
      versions:
        - version: 1
          artifacts:
            - storageUri: store://models/sentiment/3
              sha256: ${sha256}
      config:
        backend: onnxruntime
        max_batch_size: 8
        # An example: write the names, types and shapes of your model.
        input: [{ name: input, data_type: TYPE_FP32, dims: [3, 224, 224] }]
        output: [{ name: output, data_type: TYPE_FP32, dims: [1000] }]
        dynamic_batching: {}
`);
  });

  it('says that a service without artifact is a draft', async () => {
    const next = await generate(createFleetTree(), { name: 'sentiment', preset: 'onnx' });
    next?.();
    expect(said[0]).toContain('it renders as a draft');
    expect(said[1]).toContain('  Add artifacts to the versions: until then the service is a draft.');
  });
});

const NAME_RULE =
  'expected lower-case letters, digits and dashes that start with a letter and end with a letter or digit; at most 40 characters.';

describe('nx generate model-service refuses', () => {
  it.each([
    ['a path', '../../etc/x', `name is "../../etc/x"; ${NAME_RULE}`],
    ['two dots', '..', `name is ".."; ${NAME_RULE}`],
    ['a slash', 'a/b', `name is "a/b"; ${NAME_RULE}`],
    ['a backslash', 'a\\b', `name is "a\\\\b"; ${NAME_RULE}`],
    ['a drive', 'C:x', `name is "C:x"; ${NAME_RULE}`],
    ['an encoded path', '%2e%2e', `name is "%2e%2e"; ${NAME_RULE}`],
    ['__proto__', '__proto__', `name is "__proto__"; ${NAME_RULE}`],
    ['capitals', 'Foo', `name is "Foo"; ${NAME_RULE}`],
    ['underscores', 'foo_bar', `name is "foo_bar"; ${NAME_RULE}`],
    ['a dash at the start', '-a', `name is "-a"; ${NAME_RULE}`],
    ['a dash at the end', 'a-', `name is "a-"; ${NAME_RULE}`],
    ['a digit at the start', '1abc', `name is "1abc"; ${NAME_RULE}`],
    [
      'too many characters',
      'a'.repeat(41),
      `name has 41 characters; expected at most 40: lower-case letters, digits and dashes that start with a letter and end with a letter or digit.`,
    ],
    ['a look-alike letter', 'trit\u043en', `name is "trit\\u043en" (U+043E is not ASCII); ${NAME_RULE}`],
    ['no name', '', `name is ""; ${NAME_RULE}`],
    [
      'a reserved name',
      'platform',
      'name is "platform", which is reserved: the directory of what services share has this name.',
    ],
    [
      'a property of objects',
      'constructor',
      'name is "constructor", which is reserved: JavaScript gives it a meaning of its own.',
    ],
    [
      'a device of Windows',
      'con',
      'name is "con", a device name of Windows; no directory can have it there.',
    ],
  ])('%s as a name', async (_, name, message) => {
    const tree = createFleetTree();
    const [first, second] = (await messageOf(() => generate(tree, { name, preset: 'onnx' }))).split('\n');
    expect([first, second]).toEqual(['1 problem; nothing was changed.', message]);
    expect(changedPaths(tree)).toEqual([]);
  });

  it.each([
    [
      'neither source of models',
      {},
      'Neither --from nor --preset is given, so there is no model to serve.\n  Give --from=<Triton model repository> or --preset=<onnx|pytorch|tensorrt|python|vllm>.',
    ],
    [
      'two sources of models',
      { from: SAMPLES, preset: 'onnx' },
      '--from and --preset exclude each other: both say which models the service has.\n  Leave one of them out.',
    ],
    [
      'a checksum beside --from',
      { from: SAMPLES, sha256: 'a'.repeat(64) },
      '--sha256 goes with --preset only: with --from each checksum is computed from the files.\n  Leave --sha256 out.',
    ],
    [
      'a checksum without artifact',
      { preset: 'onnx', sha256: 'a'.repeat(64) },
      '--sha256 is given without --artifact.\n  Give --artifact=store://<store>/<path>.',
    ],
    ['an unknown preset', { preset: 'onxx' }, 'There is no preset "onxx".\n  Did you mean onnx?'],
    [
      'an artifact that is no store',
      { preset: 'onnx', artifact: 's3://bucket/x' },
      '--artifact is "s3://bucket/x"; expected store://<store>/<path>; at most 1024 characters.\n  store://<store>/<path>, where the cluster maps the store name to a bucket. The path must be immutable: a new artifact gets a new path.',
    ],
    [
      'a short checksum',
      { preset: 'onnx', artifact: 'store://models/x/1', sha256: 'abc' },
      '--sha256 is "abc"; expected 64 lower-case hexadecimal digits.\n  SHA-256 of the sorted file list (docs/artifacts.md); the fetch step refuses anything else.',
    ],
    [
      'a release without locked image',
      { preset: 'onnx', release: 26.1 },
      '--release: The image nvcr.io/nvidia/tritonserver:26.10-py3 is needed, but its digest is not locked.\n  environments/production/images.yaml:9: the locked images\n  Add nvcr.io/nvidia/tritonserver:26.10-py3 with its digest to environments/production/images.yaml.',
    ],
    [
      'a missing folder',
      { from: '/nowhere' },
      '/nowhere: There is no such folder.\n  Give --from=<folder whose folders are models>.',
    ],
    [
      'a file for a folder',
      { from: join(SAMPLES, '../README.md') },
      `${join(SAMPLES, '../README.md')}: Expected the folder of a model repository; this is a file.\n  Give --from=<folder whose folders are models>.`,
    ],
    [
      'the folder of one model',
      { from: join(SAMPLES, 'text_classification') },
      `${join(SAMPLES, 'text_classification')}/config.pbtxt: This is the folder of one model, not a model repository.\n  Give the folder that it lies in.`,
    ],
  ])('%s', async (_, options, message) => {
    const tree = createFleetTree();
    expect(await messageOf(() => generate(tree, { name: 'm', ...options }))).toBe(
      `1 problem; nothing was changed.\n${message}`,
    );
    expect(changedPaths(tree)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'an empty folder',
      {},
      'repo: The folder holds no model.\n  A model repository holds one folder for each model: <model>/config.pbtxt and <model>/1/.',
    ],
    [
      'a config.pbtxt that does not parse',
      { 'm/config.pbtxt': 'backend: "onnxruntime"\ninputs [ ]\n', 'm/1/model.onnx': '' },
      'repo/m/config.pbtxt:2:1: ModelConfig has no field "inputs".\n  Did you mean input?',
    ],
    [
      'a model without version directory',
      { 'm/config.pbtxt': ONNX, 'm/model.onnx': '' },
      "repo/m: The model has no version directory; found config.pbtxt, model.onnx.\n  Move the model's files to repo/m/1/.",
    ],
    [
      'a repository in which no backend loads anything',
      { 'm/config.pbtxt': ONNX, 'm/1/model.bin': '' },
      'repo/m/1: The backend onnxruntime loads model.onnx; found model.bin.\n  Give repo/m/1/model.onnx.',
    ],
    [
      'engine arguments that are no object',
      { 'm/config.pbtxt': VLLM, 'm/1/model.json': '[]' },
      'repo/m/1/model.json: Expected a JSON object.\n  Write the engine arguments as one JSON object.',
    ],
    [
      'versions with different engine arguments',
      { 'm/config.pbtxt': VLLM, 'm/1/model.json': '{}', 'm/2/model.json': '{"seed":1}' },
      'repo/m/1/model.json: It differs from repo/m/2/model.json; all versions of a model have the same engine arguments.\n  Make them equal, or make the version a model of its own.',
    ],
    [
      'a configuration that Triton would refuse',
      { 'm/config.pbtxt': ONNX.replace('8', '-8'), 'm/1/model.onnx': '' },
      'repo/m/config.pbtxt: /max_batch_size: max_batch_size is -8; expected 0 or more.\n  Use 0 for a model without a batch dimension.',
    ],
  ])('%s', async (_, files, message) => {
    const tree = createFleetTree();
    const from = makeFolder(files);
    const found = await messageOf(() => generate(tree, { name: 'm', from }));
    expect(found.replaceAll(from, 'repo')).toBe(`1 problem; nothing was changed.\n${message}`);
    expect(changedPaths(tree)).toEqual([]);
  });

  it('a model whose folder has a name that no spec can have', async () => {
    const from = makeFolder({ 'my model/config.pbtxt': ONNX, 'my model/1/model.onnx': '' });
    const found = await messageOf(() => generate(createFleetTree(), { name: 'm', from }));
    expect(found.replaceAll(from, 'repo').split('\n').slice(0, 2)).toEqual([
      '1 problem; nothing was changed.',
      'repo/my model: name is "my model"; expected letters, digits, dashes, underscores and dots; a letter or digit first and last; at most 63 characters.',
    ]);
  });

  it('an environment without image lock', async () => {
    const tree = createFleetTree();
    tree.delete('environments/production/images.yaml');
    expect(await messageOf(() => generate(tree, { name: 'm', preset: 'onnx' })))
      .toBe(`1 problem; nothing was changed.
environments/production/images.yaml: The environment has no image lock: no image has a digest.
  Add the file, with an entry for each image that its services run.`);
  });

  it('an ensemble whose members no image carries together', async () => {
    const ensemble = `platform: "ensemble"\nensemble_scheduling { step [ { model_name: "m" }, { model_name: "chat" } ] }\n`;
    const from = makeFolder({
      'm/config.pbtxt': ONNX,
      'm/1/model.onnx': '',
      'chat/config.pbtxt': VLLM,
      'chat/1/model.json': '{}',
      'all/config.pbtxt': ensemble,
      'all/1/.gitkeep': '',
    });
    const found = await messageOf(() => generate(createFleetTree(), { name: 'm', from }));
    expect(found.replaceAll(from, 'repo')).toBe(`1 problem; nothing was changed.
repo/all/config.pbtxt: /ensemble_scheduling: No image carries every member of the ensemble all: m needs py3, chat needs vllm-python-py3.
  Use backends of one image, or split the ensemble.`);
  });

  it('links that lead out of the repository', async () => {
    const from = makeFolder({ 'm/config.pbtxt': ONNX, 'm/1/a.txt': '' });
    symlinkSync('/etc/hostname', join(from, 'm/1/model.onnx'));
    const found = await messageOf(() => generate(createFleetTree(), { name: 'm', from }));
    expect(found.replaceAll(from, 'repo')).toBe(`1 problem; nothing was changed.
repo/m/1/model.onnx: The link leads out of the repository.
  Replace it by a copy of what it leads to.`);
  });

  it('the name of a service that has another spec', async () => {
    const tree = createFleetTree();
    tree.write('apps/vision/model-service.yaml', 'mine');
    const before = changedPaths(tree);
    expect(await messageOf(() => generate(tree, { name: 'vision', preset: 'onnx' }))).toBe(
      `1 problem; nothing was changed.
apps/vision/model-service.yaml: The service vision exists already, with another spec.
  Choose another name, or edit the spec and run: nx sync`,
    );
    expect(changedPaths(tree)).toEqual(before);
  });

  it('a name that differs from another in case only', async () => {
    const tree = createFleetTree();
    tree.write('apps/Vision/README.md', 'mine');
    expect(await messageOf(() => generate(tree, { name: 'vision', preset: 'onnx' }))).toBe(
      `1 problem; nothing was changed.
apps/Vision differs from the name vision in case only.
  Choose another name: not every file system keeps the two apart.`,
    );
  });

  it('to overwrite what a person wrote where an overlay belongs', async () => {
    const tree = createFleetTree();
    tree.write('clusters/prod-eu-west/vision/triton.yaml', 'kind: Deployment\n');
    expect(await messageOf(() => generate(tree, { name: 'vision', preset: 'onnx' }))).toBe(
      `1 problem; nothing was changed.
clusters/prod-eu-west/vision/triton.yaml: A file that Fleetwright did not write stands where a generated one belongs.
  Move it to patches/, or remove it.`,
    );
    expect(tree.exists('apps/vision')).toBe(false);
  });

  it('a name whose further services would be too long', async () => {
    const from = makeFolder({
      'm/config.pbtxt': ONNX,
      'm/1/model.onnx': '',
      'chat/config.pbtxt': VLLM,
      'chat/1/model.json': '{}',
    });
    const name = 'a'.repeat(36);
    const found = await messageOf(() => generate(createFleetTree(), { name, from }));
    expect(found.split('\n')[1]).toBe(
      `The name ${name}-vllm has 41 characters; expected at most 40: lower-case letters, digits and dashes that start with a letter and end with a letter or digit.`,
    );
  });
});
