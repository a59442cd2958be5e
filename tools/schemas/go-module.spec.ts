import { describe, expect, it } from 'vitest';
import { readModuleFiles } from './go-module.ts';

const PIN = {
  module: 'github.com/yannh/kubeconform',
  version: 'v0.8.0',
  sum: 'h1:loDYd3a3spjIFrauqW67CDKF55Oo9R6uvC8AvpVd4ug=',
  files: ['go.mod'],
};

describe('readModuleFiles', () => {
  it('reads the named files of a module', () => {
    const [goMod] = readModuleFiles(PIN);
    expect(goMod).toMatch(/^module github\.com\/yannh\/kubeconform\n/);
  });

  it('refuses a module with another checksum', () => {
    expect(() => readModuleFiles({ ...PIN, sum: 'h1:other' })).toThrow(
      `github.com/yannh/kubeconform@v0.8.0 has checksum ${PIN.sum}, expected h1:other.`,
    );
  });

  it('refuses a file that the module lacks', () => {
    expect(() => readModuleFiles({ ...PIN, files: ['schemas.json'] })).toThrow(
      'github.com/yannh/kubeconform@v0.8.0 holds no schemas.json.',
    );
  });

  it('repeats what go says about a module that cannot be', () => {
    expect(() => readModuleFiles({ ...PIN, module: 'no_dot/module' })).toThrow(
      /^go mod download -json no_dot\/module@v0\.8\.0 failed: .*missing dot in first path element/s,
    );
  });
});
