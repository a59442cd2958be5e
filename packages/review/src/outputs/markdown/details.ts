import type { CanaryPicture, ChangeGroup, ClusterCounts, Review, Risk } from '../../review.ts';
import { escapeText, codeSpan } from './escape-markdown.ts';
import { formatExample } from './example-diff.ts';
import {
  countNoun,
  formatCause,
  formatFile,
  formatFinding,
  formatNumber,
  formatPlaces,
  formatTitle,
  listIds,
} from './phrases.ts';
import { listPlaces } from './list-places.ts';
import { formatTable } from './table.ts';

/** A part of the details, which stands in the comment in whole or not at all. */
export interface Block {
  /** What it is called where it is left out: `c7`, `the risks`. */
  name: string;
  /** From the longest form to the shortest; the first that fits is taken. */
  forms: string[];
}

/** Everything that the summary leaves out, the gravest first. */
export function listDetails(review: Review): Block[] {
  const { risks, changes, clusters, canaries, findings, problems } = review;
  return [
    ...foldList('Risks: why they matter and what to do', 'the risks', risks.map(formatRisk)),
    ...changes.map(formatChange),
    ...foldTable('Objects by cluster', 'the objects by cluster', formatClusters(clusters)),
    ...canaries.map(formatCanary),
    ...foldList('New findings', 'the new findings', findings.new.map(formatFinding)),
    ...foldList('Fixed findings', 'the fixed findings', findings.fixed.map(formatFinding)),
    ...foldList('Could not be compared', 'what could not be compared', problems.map(formatFinding)),
  ];
}

const MOST_FIELDS = 20;

function foldList(title: string, name: string, entries: readonly string[]): Block[] {
  if (entries.length === 0) return [];
  const heading = `${title} (${formatNumber(entries.length)})`;
  const list = (most: number) => [
    ...entries.slice(0, most).map((entry) => `- ${entry}`),
    ...(entries.length > most ? [`- and ${formatNumber(entries.length - most)} more`] : []),
  ];
  return [{ name, forms: [40, 10].map((most) => fold(heading, list(most))) }];
}

function foldTable(title: string, name: string, lines: readonly string[]): Block[] {
  return lines.length === 0 ? [] : [{ name, forms: [fold(title, lines)] }];
}

// The blank lines make what stands between the tags Markdown again.
function fold(summary: string, lines: readonly string[]): string {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'].join('\n');
}

function formatRisk({ id, severity, rule, title, why, advice, changes, places, file, line }: Risk): string {
  const source = file === undefined ? '' : ` ${formatFile(file, line)}`;
  const ids = changes.length === 0 ? '' : ` (${listIds(changes, 20)})`;
  return (
    `**${id}** ${severity} ${rule}: ${formatTitle(title)}${ids}${source}; ${formatPlaces(places)}. ` +
    `${escapeText(why, 400)} ${escapeText(advice, 400)}`
  );
}

function formatChange(change: ChangeGroup): Block {
  const { id, title, topic, severity, places, causes, builders, risks, example } = change;
  const summary = `<b>${id}</b> ${topic}${severity === undefined ? '' : ` · ${severity}`}: ${formatTitle(title)} — ${escapeText(places.expression, 300)}`;
  const notes = [
    ...causes.slice(0, 6).map((cause) => `- cause: ${formatCause(cause)}`),
    ...(causes.length > 6 ? [`- and ${countNoun(causes.length - 6, 'more cause')}`] : []),
    ...(builders.length > 0
      ? [
          `- built by ${builders
            .slice(0, 6)
            .map((name) => codeSpan(name, 100))
            .join(', ')}`,
        ]
      : []),
    ...(risks.length > 0 ? [`- risks: ${listIds(risks, 20)}`] : []),
  ];
  const values = describeValues(change);
  const list = listPlaces(places);
  const short = [...notes, '', ...values];
  return {
    name: id,
    forms: [
      fold(summary, [...short, '', ...formatExample(example), '', ...list]),
      fold(summary, [...short, '', ...list]),
      fold(summary, short),
    ],
  };
}

function describeValues({ fields, renames, objects, action }: ChangeGroup): string[] {
  if (fields.length > 0)
    return formatTable(
      {
        head: ['Object', 'Field', 'Before', 'After'],
        rows: fields.map(({ object, path, kind, from, to, variants }) => [
          codeSpan(object, 100),
          codeSpan(path, 200),
          from === undefined ? '*absent*' : codeSpan(from, 200),
          `${to === undefined ? '*absent*' : codeSpan(to, 200)}${kind === 'reordered' ? ' (order)' : ''}${variants === undefined ? '' : ` (${countNoun(variants.length, 'pair')} of values)`}`,
        ]),
        describeRest: (from) => `and ${countNoun(fields.length - from, 'more field')}`,
      },
      MOST_FIELDS,
    );
  const names =
    renames.length > 0
      ? renames.map(({ from, to }) => `${codeSpan(from, 100)} → ${codeSpan(to, 100)}`)
      : objects.map((object) => `${codeSpan(object, 100)} ${action}`);
  const rest = names.length - MOST_FIELDS;
  return [
    ...names.slice(0, MOST_FIELDS).map((name) => `- ${name}`),
    ...(rest > 0 ? [`- and ${countNoun(rest, 'more object')}`] : []),
  ];
}

function formatClusters(clusters: readonly ClusterCounts[]): string[] {
  return formatTable(
    {
      head: ['Cluster', 'Environment', 'Changed', 'Added', 'Removed', 'Renamed', 'Worst risk'],
      rows: clusters.map(
        ({ cluster, environment, production, changed, added, removed, renamed, severity }) => [
          `${cluster === undefined ? '*folders of no cluster*' : escapeText(cluster, 100)}${production ? ' · **production**' : ''}`,
          escapeText(environment ?? '', 100),
          ...[changed, added, removed, renamed].map(formatNumber),
          severity ?? '',
        ],
      ),
      describeRest: (from) => `and ${countNoun(clusters.length - from, 'more cluster')}`,
    },
    100,
  );
}

function formatCanary({ workload, places, resource, perPod, replicas, steps, before }: CanaryPicture): Block {
  const unit = resource === undefined ? 'pods' : escapeText(resource, 100);
  const table = formatTable(
    {
      head: ['Step', 'Requests', 'Stable pods', 'Canary pods', 'Terminating', `Held ${unit}`, 'Lasts'],
      rows: steps.map(({ label, weight, stablePods, canaryPods, terminatingPods, held, seconds }) => [
        escapeText(label, 100),
        `${weight} %`,
        ...[stablePods, canaryPods, terminatingPods].map(formatNumber),
        formatNumber(resource === undefined ? stablePods + canaryPods + terminatingPods : held),
        seconds === undefined ? '' : `${formatNumber(seconds)} s`,
      ]),
      describeRest: (from) => `and ${countNoun(steps.length - from, 'more step')}`,
    },
    30,
  );
  const size = `${countNoun(replicas, 'replica')}${resource === undefined ? '' : ` of ${formatNumber(perPod)}`}`;
  const changed = before === undefined ? '' : '; its steps change';
  return {
    name: `the canary of ${escapeText(workload, 60)}`,
    forms: [
      fold(
        `Canary of ${escapeText(workload, 100)}, ${size}${changed} — ${escapeText(places.expression, 300)}`,
        table,
      ),
    ],
  };
}
