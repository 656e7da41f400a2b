import type { DayTimes } from "@/lib/integrations/history/data";

export const PHASES = ["dns", "connect", "tls", "firstByte"] as const;
type Phase = (typeof PHASES)[number];

export const phaseMs = (times: DayTimes | null, phase: Phase): number => times?.[`${phase}Ms`] ?? 0;

export const totalMs = (times: DayTimes | null): number => PHASES.reduce((sum, phase) => sum + phaseMs(times, phase), 0);
