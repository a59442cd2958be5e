import { clusterSchema } from './cluster.ts';
import type { Schema } from './common.ts';
import { environmentSchema } from './environment.ts';
import { imageLockSchema } from './image-lock.ts';
import { modelServiceSchema } from './model-service.ts';
import { workspaceSchema } from './workspace.ts';

/** The schemas of the hand-written files by the name of their published form. */
export const FILE_SCHEMAS = {
  'model-service': modelServiceSchema,
  environment: environmentSchema,
  cluster: clusterSchema,
  'image-lock': imageLockSchema,
  workspace: workspaceSchema,
} satisfies Record<string, Schema>;
