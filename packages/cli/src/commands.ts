import type { CommandSpec, Option } from './command.ts';

const FORMAT: Option = {
  name: 'format',
  value: 'text|json',
  choices: ['text', 'json'],
  description: 'How results are printed; text unless given.',
};

/** Options of every command. */
export const COMMON_OPTIONS: readonly Option[] = [
  {
    name: 'workspace',
    value: 'DIR',
    description: 'Folder of apps/, clusters/ and environments/; the current one unless given.',
  },
  { name: 'help', description: 'Show this text.' },
];

/** Every command, in the order in which the help lists them. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'render',
    summary: 'Write the manifests of every service on every cluster.',
    operands: [],
    options: [
      { name: 'check', description: 'Change nothing; exit 1 when a file is not as it should be.' },
      { name: 'service', value: 'S', description: 'Only this service.' },
      { name: 'cluster', value: 'C', description: 'Only this cluster.' },
      FORMAT,
    ],
    examples: ['fleetwright render', 'fleetwright render --check --service=image-classification'],
    load: async () => (await import('./render-command.ts')).runRender,
  },
  {
    name: 'validate',
    summary: 'Check manifests by schemas and by rules across objects.',
    operands: [
      {
        name: 'PATH',
        required: false,
        repeated: true,
        description: "Manifests or Triton model repositories of anybody; without it the fleet's.",
      },
    ],
    options: [
      { name: 'service', value: 'S', description: 'Of the fleet, only this service.' },
      { name: 'cluster', value: 'C', description: 'Of the fleet, only this cluster.' },
      {
        name: 'format',
        value: 'text|json|sarif|github',
        choices: ['text', 'json', 'sarif', 'github'],
        description: 'How results are printed; text unless given.',
      },
    ],
    examples: ['fleetwright validate', 'fleetwright validate ./manifests ./model_repository --format=sarif'],
    load: async () => (await import('./validate-command.ts')).runValidate,
  },
  {
    name: 'review',
    summary: 'Say what a change does to every cluster.',
    operands: [],
    options: [
      { name: 'base', value: 'REF|DIR', description: 'What it is compared with: a revision, or a folder.' },
      {
        name: 'head',
        value: 'REF|DIR',
        description: 'What is reviewed; what lies in the workspace unless given.',
      },
      {
        name: 'format',
        value: 'text|markdown|html|json|sarif',
        choices: ['text', 'markdown', 'html', 'json', 'sarif'],
        description: 'How the review is printed; text unless given.',
      },
    ],
    examples: ['fleetwright review --base=origin/main', 'fleetwright review --base=./before --head=./after'],
    load: async () => (await import('./review-command.ts')).runReview,
  },
  {
    name: 'capacity',
    summary: 'Sum what the workloads of each cluster take, and what there is.',
    operands: [],
    options: [{ name: 'cluster', value: 'C', description: 'Only this cluster.' }, FORMAT],
    examples: ['fleetwright capacity --cluster=prod-us-east'],
    load: async () => (await import('./capacity-command.ts')).runCapacity,
  },
  {
    name: 'rehearse',
    summary: "Play a pull request's change of one service on a real control plane.",
    operands: [],
    options: [
      { name: 'base', value: 'REF', description: 'The revision that runs before the change.' },
      { name: 'service', value: 'S', description: 'The service; needed where several change.' },
      { name: 'cluster', value: 'C', description: 'The cluster that is played; the first that changes.' },
      { name: 'replicas', value: 'N', description: "How many replicas there are; the spec's lowest number." },
    ],
    examples: ['fleetwright rehearse --base=origin/main --service=image-classification'],
    load: async () => (await import('./rehearse-command.ts')).runRehearse,
  },
  {
    name: 'explain',
    summary: 'Show where a value of a placement comes from.',
    operands: [
      { name: 'CLUSTER/SERVICE', required: true, description: 'The placement.' },
      {
        name: 'POINTER',
        required: false,
        description: 'The value, as a JSON pointer; without it the pointers are listed.',
      },
    ],
    options: [FORMAT],
    examples: ['fleetwright explain prod-us-east/image-classification /scaling/minReplicas'],
    load: async () => (await import('./explain-command.ts')).runExplain,
  },
];
