import type { Tree } from '@nx/devkit';
import { planEdit, type EditPlan } from '../tree/edit-fleet.ts';
import type { SpecFile } from '../tree/read-spec.ts';
import { YamlText } from '../input-text/edit-yaml.ts';

/** Sets `lifecycle: retired` in a spec: its overlays then hold nothing. */
export async function planRetirement(tree: Tree, { path, text, content }: SpecFile): Promise<EditPlan> {
  const edits = new Map([[path, retire(text, content.spec.lifecycle)]]);
  return planEdit(tree, edits, { scope: { services: [content.metadata.name] } });
}

function retire(text: string, lifecycle: string | undefined): string {
  if (lifecycle === 'retired') return text;
  const yaml = new YamlText(text);
  if (lifecycle === undefined) return yaml.appendField(['spec'], 'lifecycle', 'retired');
  return yaml.replaceScalar(['spec', 'lifecycle'], 'retired');
}
