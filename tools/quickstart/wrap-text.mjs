/**
 * Breaks lines that are longer than a width at their blanks; what follows is indented two columns further than the
 * line. A word that is too long stays whole, so that paths can be copied.
 */
export function wrapText(text, width) {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line, width) {
  if (line.length <= width) return [line];
  const indent = line.slice(0, line.length - line.trimStart().length);
  const lines = [];
  let current = indent;
  for (const word of line.trim().split(/ (?=\S)/)) {
    const separator = current.trim() === '' ? '' : ' ';
    if (current.trim() !== '' && current.length + separator.length + word.length > width) {
      lines.push(current.trimEnd());
      current = `${indent}  ${word}`;
    } else {
      current += separator + word;
    }
  }
  return [...lines, current];
}
