import { HOUR_MS } from "@/lib/base/units";
import type { EffectKind } from "@/lib/incidents/effects";

/** So long an incident may last, by what it does to the shop. */
const TARGET_HOURS: Readonly<Record<EffectKind, number>> = { down: 8, partial: 24, delayed: 48 };

export const dueAt = (kind: EffectKind, since: Date): Date => new Date(since.getTime() + TARGET_HOURS[kind] * HOUR_MS);
