import { isResetInTls } from "@/lib/check/diagnosis/failure-causes";
import { MAX_WAIT_SECONDS, retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import { leadsToMaintenance } from "@/lib/check/diagnosis/redirect-causes";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import type { Observation } from "@/lib/check/probe/observation";

/** The reason of an `ip_blocked` cause. */
export function howRefused(refusal: Observation): string {
  const code = refusal.failure?.code;
  if (code === "connection_timed_out" || code === "response_timed_out" || code === "tls_timed_out") return "dropped";
  if (code === "connection_refused" || code === "network_unreachable") return "refused";
  if (refusal.failure && isResetInTls(refusal.failure)) return "reset_in_tls";
  if (code) return "reset";
  return refusal.reading?.meaning === "maintenance" || leadsToMaintenance(refusal) ? "maintenance_for_address" : "forbidden";
}

/** Limits count per address, so they do not prove a block list. The check waits out short ones; what outlasts them is something else. */
export const isExhaustedLimit = ({ reading, answer }: Observation): boolean =>
  reading?.meaning === "rate_limited" && answer !== null && (retryAfterSeconds(answer) ?? 0) > MAX_WAIT_SECONDS;

/** Whether the cell's address passes with one of our User-Agents, so that the address by itself is not refused. */
export const passesWithOwnUserAgent = ({ matrix, agents }: Pick<Findings, "matrix" | "agents">, cell: Cell): boolean =>
  agents.some((userAgent) => matrix.passes({ ...cell, userAgent }));
