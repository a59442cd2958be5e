import { formatBytes, formatDecimal } from '@fleetwright/kube';

/** An amount of a resource as a quantity: bytes of memory and storage, else a count or a share. */
export function showAmount(resource: string, amount: number): string {
  return resource.includes('memory') || resource.includes('storage')
    ? formatBytes(amount)
    : formatDecimal(amount);
}
