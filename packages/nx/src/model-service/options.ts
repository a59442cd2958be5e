import { nearestName, type Finding } from '@fleetwright/findings';
import { PRESETS } from './presets.ts';

/** Options of the generator; schema.json describes them. */
export interface ModelServiceOptions {
  name: string;
  from?: string;
  preset?: string;
  artifact?: string;
  sha256?: string;
  team?: string;
  release?: string;
}

/** Options as the command line gives them: numbers where they look like one, empty where a prompt was skipped. */
export type RawOptions = { [option in keyof ModelServiceOptions]?: string | number };

/** Brings the options into their form: text, or absent. */
export function parseOptions(raw: RawOptions): ModelServiceOptions {
  const text = (value: string | number | undefined) =>
    value === undefined || value === '' ? undefined : String(value);
  const release = text(raw.release);
  return {
    name: text(raw.name) ?? '',
    from: text(raw.from),
    preset: text(raw.preset),
    artifact: text(raw.artifact)?.replace(/(?<!\/)\/+$/, ''),
    sha256: text(raw.sha256),
    team: text(raw.team),
    // The command line reads 26.10 as the number 26.1.
    release: release && /^\d\d\.1$/.test(release) ? `${release}0` : release,
  };
}

/** Finds options that are missing or do not go together. */
export function validateOptions({ from, preset, artifact, sha256 }: ModelServiceOptions): Finding[] {
  const findings: Finding[] = [];
  if (from === undefined && preset === undefined) {
    const message = 'Neither --from nor --preset is given, so there is no model to serve.';
    const fix = `Give --from=<Triton model repository> or --preset=<${Object.keys(PRESETS).join('|')}>.`;
    findings.push(optionFinding(message, fix));
  }
  if (from !== undefined && preset !== undefined) {
    const message = '--from and --preset exclude each other: both say which models the service has.';
    findings.push(optionFinding(message, 'Leave one of them out.'));
  }
  if (from !== undefined && sha256 !== undefined) {
    const message = '--sha256 goes with --preset only: with --from each checksum is computed from the files.';
    findings.push(optionFinding(message, 'Leave --sha256 out.'));
  } else if (sha256 !== undefined && artifact === undefined) {
    findings.push(
      optionFinding('--sha256 is given without --artifact.', 'Give --artifact=store://<store>/<path>.'),
    );
  }
  if (preset !== undefined && !Object.hasOwn(PRESETS, preset)) findings.push(unknownPreset(preset));
  return findings;
}

function unknownPreset(preset: string): Finding {
  const names = Object.keys(PRESETS);
  const near = nearestName(preset, names);
  const fix = near ? `Did you mean ${near}?` : `Use one of ${names.join(', ')}.`;
  return optionFinding(`There is no preset ${JSON.stringify(preset)}.`, fix);
}

function optionFinding(message: string, fix: string): Finding {
  return { rule: 'nx/options', severity: 'error', message, fix };
}
