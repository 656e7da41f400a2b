import type { DayTimes } from "@/lib/integrations/history/data";

export const PHASES = ["dns", "connect", "tls", "firstByte"] as const;
export type Phase = (typeof PHASES)[number];

const COLUMN_OF: Readonly<Record<Phase, keyof DayTimes>> = {
  dns: "dnsMs",
  connect: "connectMs",
  tls: "tlsMs",
  firstByte: "firstByteMs",
};

export const phaseMs = (times: DayTimes | null, phase: Phase): number => times?.[COLUMN_OF[phase]] ?? 0;
