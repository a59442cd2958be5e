/** Grafana's limit. */
const MAX_UID = 40;

/**
 * Identifier of a placement's dashboard, stable over renders so that links survive. Grafana allows letters,
 * digits, dashes and underscores; the dot of a placement becomes an underscore, which no name holds.
 */
export function dashboardUid(placement: string): string {
  const uid = placement.replaceAll('.', '_');
  if (uid.length <= MAX_UID) return uid;
  const hash = hashText(placement);
  return `${uid.slice(0, MAX_UID - hash.length - 1)}_${hash}`;
}

/** FNV-1a in 32 bits, as 8 hexadecimal digits. */
function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
