import { parseModelConfigText } from '@fleetwright/triton-config';
import { modelSets } from '../../graph/model-sets.ts';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const configParses = defineRule({
  id: 'triton/config-parses',
  severity: 'error',
  needs: [],
  holds:
    "A model configuration is text that Triton's parser takes: known fields, each with a value of its type.",
  why: 'Triton polls the model, logs the reason and leaves it out; with exit-on-error the whole server ends.',
  sources: [
    'https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto',
    'https://protobuf.dev/reference/protobuf/textformat-spec/',
  ],
  *check({ graph }) {
    for (const model of modelSets(graph).flatMap(({ models }) => models)) {
      if (model.config !== undefined) continue;
      for (const { severity, line, message, fix } of parseModelConfigText(model.key, model.text).findings) {
        if (severity !== 'error') continue;
        const place = describeInConfig(model, '', { message, fix: fix ?? 'Correct the text.' });
        yield { ...place, message: `Model ${model.name}, line ${line ?? 1}: ${message}` };
      }
    }
  },
});
