import type { Probe } from "@/lib/check/result";

export type ProbeSummary = Pick<Probe, "method" | "path" | "from" | "status" | "reached"> & {
  passed: boolean;
};

/** More than a check sends; the rest is not shown. */
export const MAX_PROBE_SUMMARIES = 80;

export const summarizeProbe = (probe: Probe): ProbeSummary => ({
  method: probe.method,
  path: probe.path.split("?")[0] ?? probe.path,
  from: probe.from,
  status: probe.status,
  reached: probe.reached,
  passed: probe.passed,
});
