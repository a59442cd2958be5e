import { describe, expect, it } from 'vitest';
import { parseImageLock } from '@fleetwright/model-service';
import { imageLockText } from './environment-text.ts';

describe('the image lock of a new environment', () => {
  it('starts with what every service runs, under made-up digests that are marked as such', () => {
    const text = imageLockText('dev', undefined);
    expect(parseImageLock('environments/dev/images.yaml', text).findings).toEqual([]);
    expect(text.slice(text.indexOf('spec:'))).toBe(`spec:
  # An entry for each image that the services run. The digest of one marked \`sample\` is made up: replace it.
  images:
    - repository: nvcr.io/nvidia/tritonserver
      tag: 26.07-py3
      digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
      sample: true
    - repository: docker.io/rclone/rclone
      tag: '1.71.1'
      digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
      sample: true
`);
  });

  it('is that of another environment but for the name', () => {
    const template = "metadata: { name: live } # live\nspec:\n  images: [ {tag: 'live'} ]\n";
    expect(imageLockText('dev', template)).toBe(template.replace('name: live', 'name: dev'));
  });
});
