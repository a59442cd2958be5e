import type { ModelConfig } from './generated/model-config.ts';

/** A configuration and what is known about the server that is to load it. */
export interface ModelConfigInput {
  /** Name of the model's directory. */
  name: string;
  config: ModelConfig;
  /** Triton's release, `YY.MM`. */
  release: string;
  /** Version directories that are delivered; unknown when absent. */
  versions?: readonly number[];
  /** GPUs of the container; unknown when absent. */
  gpuCount?: number;
  /** The server completes missing inputs and outputs. Default: no. */
  autoComplete?: boolean;
}
