import { SECOND_MS } from "@/lib/base/units";

// Shop systems keep times in whole seconds.

export const secondOf = (at: Date): number => Math.floor(at.getTime() / SECOND_MS);
export const floorSecond = (at: Date): Date => new Date(secondOf(at) * SECOND_MS);
export const ceilSecond = (at: Date): Date => new Date(Math.ceil(at.getTime() / SECOND_MS) * SECOND_MS);
