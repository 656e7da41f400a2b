import { readTestProgress } from "@/lib/operations/reports/data";
import { findReport } from "@/lib/operations/reports/find-report";

/** Whether a test is running, polled by the waiting page; authorized by the token alone. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const found = await findReport((await params).token, new Date());
  if (found.kind !== "open") return new Response(null, { status: found.kind === "closed" ? 410 : 404 });
  return Response.json(await readTestProgress(found.report.scope, found.report.integrationId));
}
