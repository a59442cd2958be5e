import { describe, expect, it } from 'vitest';
import { mayBeInImage, stockImage } from './stock-image.ts';

const imageOf = (image: string) =>
  stockImage({ container: { name: 'a', image }, pointer: '/spec/containers/0', init: false });

describe('stockImage', () => {
  it.each([
    ['nvcr.io/nvidia/tritonserver:26.07-py3', 'tritonserver', true],
    [
      `registry.example.com:5000/mirror/tritonserver:26.07-py3@sha256:${'a'.repeat(64)}`,
      'tritonserver',
      true,
    ],
    ['rclone/rclone:1.71', 'rclone', false],
    ['busybox', 'busybox', true],
    ['docker.io/library/debian:bookworm-slim', 'debian', true],
  ])('knows %s', (image, name, runsArguments) => {
    expect(imageOf(image)).toEqual({ name, runsArguments });
  });

  it.each(['example.com/tritonserver:team-7', 'rclone/rclone:team', 'example.com/busybox-tools', ''])(
    'does not know %s',
    (image) => {
      expect(imageOf(image)).toBeUndefined();
    },
  );
});

describe('mayBeInImage', () => {
  it.each([
    ['/usr/bin/python3', true],
    ['/tmp', true],
    ['/models', false],
    ['/artifacts/models/1', false],
  ])('says of %s: %s', (path, expected) => {
    expect(mayBeInImage(path)).toBe(expected);
  });
});
