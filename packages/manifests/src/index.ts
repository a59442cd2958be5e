export { buildOverlay } from './build-overlay.ts';
export { groupOf, identityOf, type Identity, type KubeObject } from './kube-object.ts';
export { locateInManifest } from './locate.ts';
export { type Manifest } from './manifest.ts';
export { readManifests, type ReadManifests } from './read-manifests.ts';
export { readYamlDocument, type DocumentProblem, type YamlValues } from './read-yaml-document.ts';
export { splitDocuments, type DocumentText } from './split-documents.ts';
