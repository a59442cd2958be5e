import { describe, expect, it } from 'vitest';
import { SchemaFiles, type SchemaSource } from './schema-files.ts';

/** Opens a file and reads it in steps of a few bytes; the error's code when there is none. */
function readAll(source: SchemaSource, path: string): string {
  const files = new SchemaFiles(source);
  let result = '';
  files.open(path, 0, 0, (failure, descriptor) => {
    if (failure !== null) {
      result = failure.message;
      return;
    }
    const buffer = new Uint8Array(4);
    const chunks: number[] = [];
    const step = (_failure: Error | null, count: unknown): void => {
      chunks.push(...buffer.subarray(0, count as number));
      if (count !== 0) files.read(descriptor as number, buffer, 0, 4, null, step);
    };
    files.read(descriptor as number, buffer, 0, 4, null, step);
    result = new TextDecoder().decode(new Uint8Array(chunks));
  });
  return result;
}

describe('SchemaFiles', () => {
  it.each(['a/b.json', '/a/b.json'])('gives the text at %s, before the call returns', (path) => {
    expect(readAll({ 'a/b.json': '{"title": "größe"}' }, path)).toBe('{"title": "größe"}');
    expect(readAll((wanted) => `<${wanted}>`, path)).toBe('<a/b.json>');
  });

  it.each(['b.json', 'toString', '__proto__'])('has no file %s', (path) => {
    expect(readAll({ 'a/b.json': '{}' }, path)).toBe('ENOENT');
  });

  it.each(['../b.json', '/a/../../b.json', 'a//b.json', './b.json', 'a\\..\\b.json', '//b.json', ''])(
    'never asks for %j, which a document can make kubeconform open',
    (path) => {
      expect(readAll(() => 'found', path)).toBe('ENOENT');
    },
  );

  it('keeps what a source throws', () => {
    const files = new SchemaFiles(() => {
      throw new Error('no disk');
    });
    let failure: Error | null = null;
    files.open('a.json', 0, 0, (error) => {
      failure = error;
    });
    expect(failure).toMatchObject({ code: 'ENOENT' });
    expect(files.thrown).toEqual(new Error('no disk'));
  });

  it('refuses a descriptor that was closed', () => {
    const files = new SchemaFiles({ 'a.json': '{}' });
    const codes: (string | undefined)[] = [];
    const note = (error: Error | null) => codes.push(error?.message);
    files.open('a.json', 0, 0, (_, descriptor) => {
      files.fstat(descriptor as number, note);
      files.close(descriptor as number, note);
      files.fstat(descriptor as number, note);
      files.read(descriptor as number, new Uint8Array(1), 0, 1, null, note);
    });
    expect(codes).toEqual([undefined, undefined, 'EBADF', 'EBADF']);
  });
});
