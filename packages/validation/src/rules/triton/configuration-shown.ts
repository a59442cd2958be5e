import { appendPointer } from '@fleetwright/findings';
import { defineRule } from '../../rule.ts';

export const configurationShown = defineRule({
  id: 'triton/configuration-shown',
  severity: 'error',
  needs: [],
  holds: "An annotation that holds a model's configuration is shown to the containers as a file.",
  why: 'The configuration in the manifest has no effect: Triton serves the model with another one, or with none.',
  sources: ['https://kubernetes.io/docs/concepts/storage/volumes/#downwardapi'],
  *check({ graph }) {
    for (const { node, template, templatePointer } of graph.workloads) {
      const shown = JSON.stringify(template.spec ?? {});
      for (const key of Object.keys(template.metadata?.annotations ?? {})) {
        if (!/^(?:config|engine-\d+)\.fleetwright\.dev\//.test(key) || shown.includes(`['${key}']`)) continue;
        yield {
          node,
          pointer: appendPointer(`${templatePointer}/metadata/annotations`, key),
          message: `No volume shows the annotation ${key} as a file.`,
          fix: `Add a downwardAPI item with the fieldPath metadata.annotations['${key}'].`,
        };
      }
    }
  },
});
