import type { Finding } from '@fleetwright/findings';
import {
  parseCluster,
  parseEnvironment,
  parseImageLock,
  parseModelService,
} from '@fleetwright/model-service';
import { resolvePlan, type ServingPlan } from '@fleetwright/plan';
import { renderOverlay, type OverlayFile } from '../render-overlay.ts';

/** Texts of the four files of a placement, by role. */
export interface PlacementTexts {
  service: string;
  environment: string;
  images: string;
  cluster: string;
}

/** What becomes of a placement's files: an overlay, unless a finding is an error. */
export interface RenderedTexts {
  plan: ServingPlan | undefined;
  files: OverlayFile[] | undefined;
  findings: Finding[];
}

/** The whole way from the texts of a placement's files to those of its overlay, in memory. */
export function renderTexts(
  texts: PlacementTexts,
  names: { service: string; cluster: string },
): RenderedTexts {
  const service = parseModelService(`apps/${names.service}/model-service.yaml`, texts.service);
  const environment = parseEnvironment('environments/production/environment.yaml', texts.environment);
  const images = parseImageLock('environments/production/images.yaml', texts.images);
  const cluster = parseCluster(`clusters/${names.cluster}/cluster.yaml`, texts.cluster);
  const findings = [service, environment, images, cluster].flatMap((result) => result.findings);
  if (!service.value || !environment.value || !images.value || !cluster.value) {
    return { plan: undefined, files: undefined, findings };
  }
  const resolved = resolvePlan({
    service: service.value,
    environment: environment.value,
    images: images.value,
    cluster: cluster.value,
  });
  const { plan } = resolved;
  return {
    plan,
    files: plan && renderOverlay(plan, { patches: [] }),
    findings: [...findings, ...resolved.findings],
  };
}
