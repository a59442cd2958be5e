// The least that rendering can cost: fills text templates and writes the files, without looking at what they say.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [input, output] = process.argv.slice(2);
for (const { files, placements } of JSON.parse(readFileSync(input, 'utf8'))) {
  for (const { folder, values } of placements) {
    mkdirSync(`${output}/${folder}`, { recursive: true });
    for (const { path, texts, slots } of files) {
      let text = texts[0];
      for (let index = 0; index < slots.length; index++) text += values[slots[index]] + texts[index + 1];
      writeFileSync(`${output}/${folder}/${path}`, text);
    }
  }
}
