// Global, because a bundler may give pages and the process's entry point separate copies of this module.
const shared = globalThis as typeof globalThis & { mooringDraining?: boolean };

/** From now on this process finishes what it has and reports that it is not ready. */
export function startDraining(): void {
  shared.mooringDraining = true;
}

export const isDraining = (): boolean => shared.mooringDraining === true;
