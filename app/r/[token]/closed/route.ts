import { notFound } from "next/navigation";
import { answerClosed, normalizeReportToken } from "@/lib/operations/reports/closed-answer";
import { findReport } from "@/lib/operations/reports/find-report";
import { reportPath } from "@/lib/operations/reports/link";

/** The proxy rewrites links that are no longer valid to this route. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  const mended = normalizeReportToken(token);
  if (mended) return new Response(null, { status: 307, headers: { location: reportPath(mended) } });
  const found = await findReport(token, new Date());
  return found.kind === "open" ? notFound() : answerClosed(found);
}
