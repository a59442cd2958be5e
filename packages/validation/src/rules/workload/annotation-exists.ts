import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const annotationExists = defineRule({
  id: 'workload/annotation-exists',
  severity: 'error',
  needs: [],
  holds: 'An annotation or label of a pod that a file or a variable shows is one that the pod template has.',
  why: 'The file is then empty, without an error: a model server starts with no configuration, or fails over it.',
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/downward-api/'],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const { metadata } = workload.template;
      for (const { pointer, fieldPath } of listFields(workload)) {
        const [, list, key] = /^metadata\.(annotations|labels)\['(.+)'\]$/.exec(fieldPath) ?? [];
        if (key === undefined || isAddedLater(key)) continue;
        const values = metadata?.[list as 'annotations' | 'labels'] ?? {};
        if (Object.hasOwn(values, key)) continue;
        yield {
          node: workload.node,
          pointer,
          message: `${fieldPath} is read; the pod template has the ${list} ${Object.keys(values).join(', ') || 'none'}.`,
          fix: 'Name one of these, or add it to the pod template.',
        };
      }
    }
  },
});

interface ShownField {
  pointer: string;
  fieldPath: string;
}

function listFields({ template, templatePointer, containers }: Workload): ShownField[] {
  const volumes = (template.spec?.volumes ?? []).flatMap(({ downwardAPI, projected }, index) => {
    const at = `${templatePointer}/spec/volumes/${index}`;
    return [
      ...listItems(downwardAPI?.items, `${at}/downwardAPI`),
      ...(projected?.sources ?? []).flatMap((source, place) =>
        listItems(source.downwardAPI?.items, `${at}/projected/sources/${place}/downwardAPI`),
      ),
    ];
  });
  const variables = containers.flatMap(({ container, pointer }) =>
    (container.env ?? []).map(({ valueFrom }, index) => ({
      pointer: `${pointer}/env/${index}/valueFrom/fieldRef/fieldPath`,
      fieldPath: String(valueFrom?.fieldRef?.fieldPath ?? ''),
    })),
  );
  return [...volumes, ...variables];
}

function listItems(
  items: readonly { fieldRef?: { fieldPath?: string | undefined } | undefined }[] | undefined,
  at: string,
): ShownField[] {
  return (items ?? []).map(({ fieldRef }, index) => ({
    pointer: `${at}/items/${index}/fieldRef/fieldPath`,
    fieldPath: String(fieldRef?.fieldPath ?? ''),
  }));
}

// Controllers, the scheduler and admission webhooks add to the pods.
function isAddedLater(key: string): boolean {
  return (
    /pod-template-hash$|pod-index$|controller-revision-hash$/.test(key) ||
    /(?:^|\.)(?:kubernetes|k8s|istio|cncf)\.io\//.test(key)
  );
}
