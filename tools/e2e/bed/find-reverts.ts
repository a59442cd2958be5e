import type { Change } from './audit-log.ts';

/** Two users each undid what the other had written. */
export interface Revert {
  object: string;
  users: [string, string];
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * Finds fights: a user writes a value, another one changes it, the first writes the same value again and the other
 * changes it again. One exchange is no fight: a sync that changes a VirtualService during a canary writes the
 * committed weights once, and the Rollouts controller moves them back.
 */
export function findReverts(changes: readonly Change[]): Revert[] {
  const objects = [...new Set(changes.map(({ object }) => object))];
  return objects.flatMap((object) =>
    findRevertsOfObject(changes.filter((change) => change.object === object)),
  );
}

function findRevertsOfObject(changes: readonly Change[]): Revert[] {
  const written = changes
    .map(({ spec, ...change }) => ({ ...change, spec: JSON.stringify(spec) }))
    .filter(({ spec }, index, all) => index === 0 || all[index - 1]!.spec !== spec);
  return written.flatMap((fourth, index) => {
    const [first, second, third] = written.slice(Math.max(0, index - 3), index);
    if (first === undefined || second === undefined || third === undefined) return [];
    const isFight =
      first.spec === third.spec &&
      second.spec === fourth.spec &&
      first.user === third.user &&
      second.user === fourth.user &&
      first.user !== second.user;
    return isFight ? [{ object: fourth.object, users: [first.user, second.user], at: fourth.at }] : [];
  });
}
