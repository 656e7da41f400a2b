import { findReport } from "@/lib/operations/reports/find-report";
import { startHostTest } from "@/lib/operations/reports/start-host-test";

/** "Test again" of a report, authorized by the token alone; reveals nothing about the shop except the outcome. */
export async function POST(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const found = await findReport((await params).token, new Date());
  if (found.kind !== "open") return new Response(null, { status: found.kind === "closed" ? 410 : 404 });
  const answer = await startHostTest(found.report);
  return answer ? Response.json(answer) : new Response(null, { status: 404 });
}
