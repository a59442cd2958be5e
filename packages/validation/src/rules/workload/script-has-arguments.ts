import { argumentsNeeded, shellScript } from '../../graph/shell-script.ts';
import { defineRule } from '../../rule.ts';

export const scriptHasArguments = defineRule({
  id: 'workload/script-has-arguments',
  severity: 'warning',
  needs: [],
  holds: 'A shell script in a command gets the arguments that it reads.',
  why: 'An argument that is not given is empty: the script works on nothing, or on paths that are not meant, or ends over it.',
  sources: [
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html',
    'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
  ],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const owner of containers) {
        const script = shellScript(owner);
        const needed = script === undefined ? 0 : argumentsNeeded(script.text);
        if (script === undefined || script.args.length >= needed) continue;
        yield {
          node,
          pointer: script.pointer,
          message: `The script of the container ${owner.container.name} reads $${needed} and gets ${script.args.length === 0 ? 'no arguments' : `$${script.args.length} as the last`}.`,
          fix: 'Give the arguments in args; the first word after the script is $0.',
        };
      }
  },
});
