export type * from './generated/types.ts';
export {
  parseCluster,
  parseEnvironment,
  parseImageLock,
  parseModelService,
  parseWorkspace,
  validateMerged,
  type Parsed,
  type ParseResult,
} from './parse-files.ts';
export { type Problem } from './problem.ts';
export { API_VERSION } from './schemas/common.ts';
export { JUDGES } from './schemas/workspace.ts';
export { readYaml, type YamlFile } from './yaml-source.ts';
