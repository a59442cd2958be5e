import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWorkspace, type FleetFilter } from './read-workspace.ts';
import { addService, sampleWorkspace, temporaryFolder, writeText } from './testing/temporary-tree.ts';
import { openWorkspace } from './workspace.ts';

const read = (root: string, filter?: FleetFilter) => readWorkspace(openWorkspace(root), filter);

describe('readWorkspace', () => {
  it('reads every service, cluster and environment in code-unit order', () => {
    const root = sampleWorkspace();
    addService(root, 'chat');
    const { services, clusters, environments, findings } = read(root);
    expect([...services.keys()]).toEqual(['chat', 'image-classification']);
    expect([...clusters.keys()]).toEqual(['prod-eu-west', 'prod-us-east']);
    expect([...environments.keys()]).toEqual(['production']);
    expect(findings).toEqual([]);
  });

  it('reads only the service and the cluster that are asked for', () => {
    const root = sampleWorkspace();
    // Whoever looked at them would complain.
    symlinkSync('/etc', join(root, 'apps/other'));
    symlinkSync('/etc', join(root, 'clusters/other'));
    const { services, clusters, findings } = read(root, {
      service: 'image-classification',
      cluster: 'prod-us-east',
    });
    expect([...services.keys()]).toEqual(['image-classification']);
    expect([...clusters.keys()]).toEqual(['prod-us-east']);
    expect(findings).toEqual([]);
  });

  it('passes over files, hidden folders and folders without a spec', () => {
    const root = sampleWorkspace();
    writeText(root, 'apps/README.md', '');
    writeText(root, 'apps/.cache/model-service.yaml', 'x');
    mkdirSync(join(root, 'apps/empty'));
    const { services, findings } = read(root);
    expect([...services.keys()]).toEqual(['image-classification']);
    expect(findings).toEqual([]);
  });

  it.each(['Foo', 'foo_bar', 'a-', '1abc', 'a b', 'tritоn', 'caf\u00e9', 'x'.repeat(64), 'con.', '%2e%2e'])(
    'refuses the folder name %j',
    (name) => {
      const root = sampleWorkspace();
      writeText(root, `apps/${name}/model-service.yaml`, 'x');
      expect(read(root).findings).toMatchObject([
        {
          rule: 'workspace/folder-name',
          file: `apps/${name}`,
          message: `The folder ${JSON.stringify(name)} cannot name anything: expected lower-case letters, digits and dashes, starting with a letter.`,
        },
      ]);
    },
  );

  it.each(['../../etc', '..', 'a/b', 'a\\b', '/etc', '', '__proto__'])(
    'refuses the name %j as a filter',
    (service) => {
      const root = sampleWorkspace();
      expect(() => read(root, { service })).toThrow(`${JSON.stringify(service)} is no name of a service`);
      expect(() => read(root, { cluster: service })).toThrow(
        `${JSON.stringify(service)} is no name of a cluster`,
      );
    },
  );

  it('reports links in the place of a spec, of its folder and of all folders', () => {
    const root = sampleWorkspace();
    const outside = temporaryFolder();
    writeText(outside, 'model-service.yaml', 'secret');
    mkdirSync(join(root, 'apps/linked-file'));
    symlinkSync(join(outside, 'model-service.yaml'), join(root, 'apps/linked-file/model-service.yaml'));
    symlinkSync(outside, join(root, 'apps/linked-folder'));
    expect(read(root).findings.map(({ rule, file }) => [rule, file])).toEqual([
      ['workspace/not-plain', 'apps/linked-folder'],
      ['workspace/not-plain', 'apps/linked-file/model-service.yaml'],
    ]);
    renameSync(join(root, 'apps'), join(outside, 'apps'));
    symlinkSync(join(outside, 'apps'), join(root, 'apps'));
    expect(() => read(root)).toThrow('this is a symbolic link');
  });

  it('reports a spec that is not UTF-8', () => {
    const root = sampleWorkspace();
    writeFileSync(
      join(root, 'apps/image-classification/model-service.yaml'),
      Buffer.from('a: \u00ff', 'latin1'),
    );
    expect(read(root).findings).toMatchObject([
      { rule: 'workspace/encoding', file: 'apps/image-classification/model-service.yaml' },
    ]);
  });

  it('reports an environment without an image lock', () => {
    const root = sampleWorkspace();
    rmSync(join(root, 'environments/production/images.yaml'));
    const { environments, findings } = read(root);
    expect([...environments.keys()]).toEqual([]);
    expect(findings).toMatchObject([
      {
        rule: 'workspace/missing-file',
        file: 'environments/production/images.yaml',
        message: 'The environment production has no image lock: no image has a digest.',
      },
    ]);
  });
});

describe('openWorkspace', () => {
  it('refuses a folder that does not exist, and one that is no workspace', () => {
    const root = temporaryFolder();
    expect(() => openWorkspace(join(root, 'absent'))).toThrow(`There is no folder ${root}/absent.`);
    expect(() => openWorkspace(root)).toThrow(
      `${root} holds neither apps/ nor clusters/, so it is no workspace.`,
    );
  });

  it('accepts a link to a workspace', () => {
    const root = sampleWorkspace();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(root, link);
    expect(openWorkspace(link).root).toBe(root);
  });
});
