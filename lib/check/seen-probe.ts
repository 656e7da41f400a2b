import { z } from "zod";
import { hasPassed } from "@/lib/check/matrix";
import { type Probe, REACHED } from "@/lib/check/result";

/** One request of a check, as whoever watches sees it: nothing of the answer but who gave it. */
export const seenProbeSchema = z.object({
  method: z.string(),
  path: z.string(),
  /** Local source address, or null for the system's own choice. */
  from: z.string().nullable(),
  status: z.number().nullable(),
  reached: z.enum(REACHED),
  passed: z.boolean().default(false),
});
export type SeenProbe = z.infer<typeof seenProbeSchema>;

/** More than a check asks; what is beyond is not shown. */
export const MOST_SEEN = 80;

export const toSeenProbe = (probe: Probe): SeenProbe => ({
  method: probe.method,
  path: probe.path.split("?")[0] ?? probe.path,
  from: probe.from,
  status: probe.status,
  reached: probe.reached,
  passed: hasPassed(probe),
});
