import { appendPointer, nearestName } from '@fleetwright/findings';
import { joinWords } from './expected-words.ts';
import { placesOfField } from './field-index.ts';
import type { Problem } from './problem.ts';
import type { Schema } from './schemas/common.ts';
import { showValue } from './show-value.ts';

const MAX_PLACES = 3;

/** A field that a mapping does not have: the one that was probably meant, or where it belongs. */
export function unknownField(root: Schema, node: Schema, at: { pointer: string; field: string }): Problem {
  const { pointer, field } = at;
  const hint = nameHint(field, Object.keys(node.properties ?? {}), placesOfField(root, field));
  return {
    rule: 'input/unknown-field',
    pointer: appendPointer(pointer, field),
    atKey: true,
    message: `${pointer === '' ? 'The file' : pointer} has no field ${showValue(field)}${hint.message}.`,
    fix: hint.fix,
  };
}

function nameHint(
  field: string,
  siblings: readonly string[],
  places: readonly string[],
): { message: string; fix: string } {
  const near = nearestName(field, siblings);
  const sameLetters = near !== undefined && fold(near) === fold(field);
  if (places.length > 0 && places.length <= MAX_PLACES && !sameLetters) {
    const where = joinWords(
      places.map((place) => place || 'the file itself'),
      'or',
    );
    return { message: `; it is a field of ${where}`, fix: `Move it to ${where}.` };
  }
  if (near !== undefined) return { message: `; the nearest is ${near}`, fix: `Rename it to ${near}.` };
  return { message: '', fix: `Remove it; fields here: ${siblings.join(', ')}.` };
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '');
}
