import { logger } from '@nx/devkit';

/** Prints for the user. */
export type Say = (text: string) => void;

/** Prints as Nx does. */
export const sayWithNx: Say = (text) => logger.info(text);
