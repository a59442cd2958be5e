import type { Entry } from '../collapse.ts';
import { topicOf } from '../topics.ts';
import { valueText } from '../value-text.ts';

/** A field of an object that has another value; undefined on one side: it comes or goes. */
export function fieldEntry(object: string, path: string, [from, to]: readonly [unknown, unknown]): Entry {
  const kind = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
  return {
    action: 'changed',
    object,
    topic: topicOf(object.split('/')[0]!, path),
    difference: { path, kind, ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    ...(from !== undefined && { from: valueText(from) }),
    ...(to !== undefined && { to: valueText(to) }),
    changes: [],
  };
}

/** An object that comes, goes or gets another name. */
export function objectEntry(object: string, action: 'added' | 'removed' | 'renamed', from?: string): Entry {
  return {
    action,
    object,
    topic: topicOf(object.split('/')[0]!),
    ...(from !== undefined && { from, to: object }),
    changes: [],
  };
}
