import { describe, expect, it } from 'vitest';
import { readModelRepository, type RepositoryFile } from './repository.ts';

const config = (text: string) => `${text} max_batch_size: 8`;

function files(entries: Record<string, string>): RepositoryFile[] {
  return Object.entries(entries).map(([path, text]) => ({ path, size: text.length, text }));
}

function findingsOf(entries: Record<string, string>) {
  return readModelRepository('repo', files(entries)).flatMap(({ findings }) => findings);
}

describe('readModelRepository', () => {
  it('reads models, their versions and their backends', () => {
    const models = readModelRepository(
      'repo',
      files({
        'b/config.pbtxt': config('platform: "pytorch_libtorch"'),
        'b/2/model.pt': '',
        'b/10/model.pt': '',
        'a/config.pbtxt': config('name: "a" # alpha\n backend: "onnxruntime"'),
        'a/1/model.onnx/graph': '',
        'a/labels.txt': '',
        'README.md': '',
      }),
    );
    expect(models.map(({ name, directory }) => [name, directory])).toEqual([
      ['a', 'repo/a'],
      ['b', 'repo/b'],
    ]);
    expect(models.map(({ backend }) => backend?.name)).toEqual(['onnxruntime', 'pytorch']);
    expect(models[1]?.versions.map(({ version }) => version)).toEqual([2, 10]);
    expect(models[0]?.versions[0]?.files.map(({ path }) => path)).toEqual(['model.onnx/graph']);
    expect(models[0]?.comments).toEqual({ '/name': { trailing: 'alpha' } });
    expect(models.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('accepts the empty version directory of an ensemble', () => {
    const text = 'platform: "ensemble" ensemble_scheduling { step { model_name: "a" } }';
    expect(findingsOf({ 'e/config.pbtxt': text, 'e/1/': '' })).toEqual([]);
  });

  it('accepts a file per compute capability and a default_model_filename', () => {
    const text = 'backend: "tensorrt" cc_model_filenames { key: "8.0" value: "a100.plan" }';
    expect(findingsOf({ 'm/config.pbtxt': text, 'm/1/a100.plan': '' })).toEqual([]);
    const named = 'backend: "onnxruntime" default_model_filename: "net.onnx"';
    expect(findingsOf({ 'm/config.pbtxt': named, 'm/1/net.onnx': '' })).toEqual([]);
  });

  it('says which file is expected where weights and a tokenizer are found', () => {
    expect(
      findingsOf({
        'llama2_chat/config.pbtxt': config('name: "llama2_chat" backend: "python"'),
        'llama2_chat/1/model/weights.bin': '',
        'llama2_chat/1/tokenizer/tokenizer.json': '',
      }),
    ).toEqual([
      {
        rule: 'triton/model-file',
        severity: 'error',
        file: 'repo/llama2_chat/1',
        message: 'The backend python loads model.py; found model/, tokenizer/.',
        fix: 'Give repo/llama2_chat/1/model.py, or set backend: vllm and give model.json with the engine arguments.',
      },
    ]);
  });

  it('says that no backend loads what is there when none is named', () => {
    const entries = { 'llm/config.pbtxt': 'name: "llm"', 'llm/1/model/x': '', 'llm/1/tokenizer/y': '' };
    expect(findingsOf(entries)).toEqual([
      {
        rule: 'triton/backend',
        severity: 'error',
        file: 'repo/llm/config.pbtxt',
        line: 1,
        column: 1,
        pointer: '',
        message:
          'Neither backend nor platform is set, and no backend loads what version 1 holds: model/, tokenizer/.',
        fix: 'Set backend and give its file: onnxruntime loads model.onnx, python model.py, vllm model.json.',
      },
    ]);
  });

  it('tells where a value of config.pbtxt stands', () => {
    const text = 'backend: "python"\n\nname: "other"\n';
    const [model] = readModelRepository('repo', files({ 'm/config.pbtxt': text, 'm/1/model.py': '' }));
    expect(model?.findings).toMatchObject([{ rule: 'triton/name', line: 3, column: 1 }]);
    expect(model?.source?.locate('/backend')).toEqual({ line: 1, column: 1 });
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'no config.pbtxt',
      { 'm/1/model.onnx': '' },
      {
        rule: 'triton/no-config',
        file: 'repo/m',
        message:
          'The model m has no config.pbtxt, so that its inputs and outputs are unknown; the files of version 1 are those of the backend onnxruntime.',
        fix: 'Write repo/m/config.pbtxt with backend, max_batch_size, input and output.',
      },
    ],
    [
      'neither config.pbtxt nor a known file',
      { 'm/1/model/x': '', 'm/1/tokenizer/y': '' },
      {
        rule: 'triton/no-config',
        message:
          'The model m has no config.pbtxt, so that its inputs and outputs are unknown; found model/, tokenizer/ in its version directory.',
      },
    ],
    [
      'another name',
      { 'm/config.pbtxt': 'name: "n" backend: "python"', 'm/1/model.py': '' },
      {
        rule: 'triton/name',
        file: 'repo/m/config.pbtxt',
        pointer: '/name',
        message: 'name is "n"; Triton expects the directory\'s name "m".',
      },
    ],
    [
      'no version directory',
      { 'm/config.pbtxt': 'backend: "onnxruntime"', 'm/model.onnx': '' },
      {
        rule: 'triton/no-version',
        file: 'repo/m',
        message: 'The model has no version directory; found config.pbtxt, model.onnx.',
        fix: "Move the model's files to repo/m/1/.",
      },
    ],
    [
      'a version with a leading zero',
      { 'm/config.pbtxt': 'backend: "onnxruntime"', 'm/01/model.onnx': '' },
      {
        rule: 'triton/version-directory',
        file: 'repo/m/01',
        message: 'The version directory 01 begins with 0; expected a number from 1 on without leading zeros.',
        fix: 'Rename it to 1.',
      },
    ],
    [
      'the file of another backend',
      { 'm/config.pbtxt': 'backend: "onnxruntime"', 'm/1/model.pt': '' },
      {
        rule: 'triton/model-file',
        message: 'The backend onnxruntime loads model.onnx; found model.pt.',
        fix: 'The files are those of the backend pytorch: set backend, or give model.onnx.',
      },
    ],
    [
      'half of a model',
      { 'm/config.pbtxt': 'backend: "openvino"', 'm/1/model.xml': '' },
      {
        rule: 'triton/model-file',
        message: 'The backend openvino loads model.xml and model.bin; found model.xml.',
      },
    ],
    [
      'an unknown backend',
      { 'm/config.pbtxt': 'backend: "onnxruntim"', 'm/1/model.onnx': '' },
      {
        rule: 'triton/backend',
        pointer: '/backend',
        message: 'backend is "onnxruntim", which none of Triton\'s images carries.',
        fix: 'Did you mean onnxruntime?',
      },
    ],
    [
      'a missing label file',
      {
        'm/config.pbtxt': 'backend: "onnxruntime" output { label_filename: "label.txt" }',
        'm/labels.txt': '',
        'm/1/model.onnx': '',
      },
      {
        rule: 'triton/label-file',
        pointer: '/output/0/label_filename',
        message: 'label_filename is "label.txt"; repo/m has no such file.',
        fix: 'Did you mean labels.txt?',
      },
    ],
  ])('refuses a model with %s', (_, entries, finding) => {
    expect(findingsOf(entries)).toMatchObject([{ severity: 'error', ...finding }]);
  });

  it('locates an error in config.pbtxt and reports what else is wrong', () => {
    const findings = findingsOf({ 'm/config.pbtxt': 'backend: "onnxruntime"\nmax_batch: 8' });
    expect(findings.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['repo/m/config.pbtxt', 2, 'ModelConfig has no field "max_batch".'],
      ['repo/m', undefined, 'The model has no version directory; found config.pbtxt.'],
    ]);
  });
});
