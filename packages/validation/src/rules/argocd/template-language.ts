import { defineRule } from '../../rule.ts';
import { listApplications, type ApplicationTemplate } from './applications.ts';
import { expressionsIn } from './template-text.ts';

/** What a Go template writes: a field of what is given, or a part of a list of it; not what Helm fills in before. */
const GO = /^(?:index\s+)?\.(?!(?:Values|Release|Chart|Files|Capabilities|Template)\b)[A-Za-z_]/;
/** What is written where there is no language: the name of a parameter that generators give. */
const PLAIN = /^(?:path|name|server|nameNormalized|path\[\d+\]|(?:path|values|metadata)\.[\w.-]+)$/;

export const templateLanguage = defineRule({
  id: 'argocd/template-language',
  severity: 'error',
  needs: [],
  holds: 'The template of an ApplicationSet is written in the language that goTemplate chooses.',
  why: 'Without goTemplate, {{.name}} stays in the Application as it stands; with it, {{name}} is a function that does not exist, and nothing is made.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/'],
  *check({ graph }) {
    for (const application of listApplications(graph).filter(({ templated }) => templated)) {
      const { node } = application;
      const isGo = (node.object as { spec?: { goTemplate?: boolean } }).spec?.goTemplate === true;
      const wrong = textsOf(application)
        .flatMap(expressionsIn)
        .find((expression) => (isGo ? PLAIN : GO).test(expression));
      if (wrong === undefined) continue;
      yield {
        node,
        pointer: '/spec/template',
        message: isGo
          ? `goTemplate is on, and the template asks for {{${wrong}}}; expected {{.${wrong}}}.`
          : `The template asks for {{${wrong}}} as a Go template does, and goTemplate is not on: it is not filled in.`,
        fix: isGo ? 'Put a dot before the name.' : 'Set goTemplate: true.',
      };
    }
  },
});

// Elsewhere, as in the values of a chart, a text may be a template of somebody else.
function textsOf({ metadata, spec }: ApplicationTemplate): string[] {
  const { destination, project, source } = spec;
  return [
    metadata.name,
    ...Object.values(metadata.labels ?? {}),
    project,
    source?.repoURL,
    source?.path,
    source?.targetRevision,
    destination?.name,
    destination?.server,
    destination?.namespace,
  ].filter((text) => text !== undefined);
}
