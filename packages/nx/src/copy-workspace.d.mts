/** Copies this repository into a new folder for scratch work, with its packages as they are installed here. */
export function copyWorkspace(): string;
