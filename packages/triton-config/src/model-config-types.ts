import { InternalError } from '@fleetwright/findings';
import { modelConfigDescriptor } from './generated/model-config-descriptor.ts';
import { compileMessages, type MessageType } from './message-types.ts';

/** Every message type of Triton's model_config.proto by its name. */
export const MODEL_CONFIG_TYPES = compileMessages(modelConfigDescriptor);

/** The message type of a config.pbtxt. */
export const MODEL_CONFIG_TYPE = findType('ModelConfig');

function findType(name: string): MessageType {
  const type = MODEL_CONFIG_TYPES.get(name);
  if (!type) throw new InternalError(`The ModelConfig descriptor has no message ${name}.`);
  return type;
}
