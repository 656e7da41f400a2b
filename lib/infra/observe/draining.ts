import { processWide } from "@/lib/infra/process-wide";

const draining = processWide("draining", () => ({ isDraining: false }));

/** From now on this process finishes what it has and reports that it is not ready. */
export function startDraining(): void {
  draining.get().isDraining = true;
}

export const isDraining = (): boolean => draining.get().isDraining;
