import { z } from "zod";
import { hasPassed } from "@/lib/check/matrix";
import { type Probe, REACHED } from "@/lib/check/result";

/** One request of a check as shown while the check runs: of the answer only its status and who gave it. */
export const probeSummarySchema = z.object({
  method: z.string(),
  path: z.string(),
  /** Local source address, or null for the system's own choice. */
  from: z.string().nullable(),
  status: z.number().nullable(),
  reached: z.enum(REACHED),
  passed: z.boolean().default(false),
});
export type ProbeSummary = z.infer<typeof probeSummarySchema>;

/** More than a check sends; the rest is not shown. */
export const MAX_PROBE_SUMMARIES = 80;

export const summarizeProbe = (probe: Probe): ProbeSummary => ({
  method: probe.method,
  path: probe.path.split("?")[0] ?? probe.path,
  from: probe.from,
  status: probe.status,
  reached: probe.reached,
  passed: hasPassed(probe),
});
