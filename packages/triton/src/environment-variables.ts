import type { EnvVar } from '@fleetwright/kube-schemas';

/** Environment of a container, in the order of its keys. */
export function environmentVariables(values: Readonly<Record<string, string>>): EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: escapeExpansion(value) }));
}

/**
 * Text that kubelet hands to a container unchanged: it replaces `$(NAME)` in command, args and env, and takes `$$`
 * for a dollar sign. https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function escapeExpansion(text: string): string {
  return text.replaceAll(/\$(?=[$(])/g, '$$$$');
}
