import type { KubeObject } from './kube-object.ts';

/** One Kubernetes object and where it stands. */
export interface Manifest {
  /** Relative to the workspace root, with forward slashes. */
  file: string;
  /** 1-based line on which its document starts. */
  line: number;
  /** The text of its document. */
  text: string;
  /** JSON pointer of the object in its document: empty but for an item of a `List`. */
  root: string;
  object: KubeObject;
  /** Files whose patches changed the object; what they set does not stand in `text`. */
  patchedBy?: string[];
}
