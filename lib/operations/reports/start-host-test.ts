import type { OpenReport } from "@/lib/operations/reports/find-report";
import type { HostTestAnswer } from "@/lib/operations/reports/link";
import { requestHostTest } from "@/lib/operations/reports/mutations";
import { openLed } from "@/lib/operations/reports/read-report";

/** Starts a test of every shop of the report as the host asked, or says why not; null if the shop is gone. */
export async function startHostTest(report: OpenReport): Promise<HostTestAnswer | null> {
  const outcome = await requestHostTest(report);
  let startsOther = false;
  for (const led of await openLed(report)) startsOther = (await requestHostTest(led.report)).ok || startsOther;
  if (outcome.ok) return { kind: outcome.value.joined ? "joined" : "started" };
  const { reason } = outcome;
  if (reason.code === "too_soon") return { kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds };
  if (startsOther) return { kind: "started" };
  return reason.code === "nothing_refused" ? { kind: "nothing_refused" } : null;
}
