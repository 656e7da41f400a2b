import type { OpenReport } from "@/lib/operations/reports/find-report";
import type { HostTestAnswer } from "@/lib/operations/reports/link";
import { requestHostTest } from "@/lib/operations/reports/mutations";

/** Starts a test as the host asked, or says why not; null if the shop is gone. */
export async function startHostTest(report: OpenReport): Promise<HostTestAnswer | null> {
  const outcome = await requestHostTest(report);
  if (outcome.ok) return { kind: outcome.value.joined ? "joined" : "started" };
  const { reason } = outcome;
  if (reason.code === "too_soon") return { kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds };
  return reason.code === "nothing_refused" ? { kind: "nothing_refused" } : null;
}
