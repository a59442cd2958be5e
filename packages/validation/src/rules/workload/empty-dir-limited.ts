import { defineRule } from '../../rule.ts';

export const emptyDirLimited = defineRule({
  id: 'workload/empty-dir-limited',
  severity: 'warning',
  needs: [],
  holds: 'An emptyDir has a size limit.',
  why: 'Without one a volume on disk fills the node, and one in memory takes all that its containers may have.',
  sources: ['https://kubernetes.io/docs/concepts/storage/volumes/#emptydir'],
  *check({ graph }) {
    for (const { node, template, templatePointer } of graph.workloads)
      for (const [index, volume] of (template.spec?.volumes ?? []).entries()) {
        const { name, emptyDir } = volume;
        // A volume of no kind is one too.
        const isOther = emptyDir === undefined && Object.keys(volume).some((key) => key !== 'name');
        if (isOther || emptyDir?.sizeLimit !== undefined) continue;
        yield {
          node,
          pointer: `${templatePointer}/spec/volumes/${index}${emptyDir === undefined ? '' : '/emptyDir'}`,
          message: `The emptyDir ${name} has no sizeLimit.`,
          fix: 'Set sizeLimit to what it must hold at most.',
        };
      }
  },
});
