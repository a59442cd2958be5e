import { describe, expect, it } from 'vitest';
import { parsePatchName } from './patch-name.ts';

describe('parsePatchName', () => {
  it.each([
    ['Rollout.chat.yaml', { kind: 'Rollout', name: 'chat' }],
    ['Service.chat-canary.yaml', { kind: 'Service', name: 'chat-canary' }],
    ['Rollout.chat.more-memory.yaml', { kind: 'Rollout', name: 'chat' }],
    ['Rollout.chat.2.more_memory.yaml', { kind: 'Rollout', name: 'chat' }],
  ])('reads %s', (file, target) => {
    expect(parsePatchName(file)).toEqual(target);
  });

  it.each([
    'chat.yaml',
    'rollout.chat.yaml',
    'Rollout.yaml',
    'Rollout.Chat.yaml',
    'Rollout.chat.yml',
    'Rollout.chat-.yaml',
    'Rollout.chat..yaml',
    'Rollout.chat\n.yaml',
    `Rollout.${'a'.repeat(64)}.yaml`,
    `${'A'.repeat(100_000)}.yaml`,
    '',
  ])('does not accept %j', (file) => {
    expect(parsePatchName(file)).toBeUndefined();
  });
});
