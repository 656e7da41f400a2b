import { findReport } from "@/lib/operations/reports/find-report";
import type { HostTestAnswer } from "@/lib/operations/reports/link";
import { requestHostTest } from "@/lib/operations/reports/mutations";

const answer = (body: HostTestAnswer): Response => Response.json(body);

/** "Test again" of a report, authorized by the token alone; reveals nothing about the shop except the outcome. */
export async function POST(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const found = await findReport((await params).token, new Date());
  if (found.kind !== "open") return new Response(null, { status: found.kind === "closed" ? 410 : 404 });
  const outcome = await requestHostTest(found.report);
  if (outcome.ok) return answer({ kind: outcome.value.joined ? "joined" : "started" });
  const { reason } = outcome;
  if (reason.code === "too_soon") return answer({ kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds });
  if (reason.code === "nothing_refused") return answer({ kind: "nothing_refused" });
  return new Response(null, { status: 404 });
}
