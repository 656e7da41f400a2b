import { z } from "zod";
import { findAttachment } from "@/lib/operations/reports/answers/data";
import { serveAttachment } from "@/lib/operations/reports/answers/serve-attachment";
import { findReport } from "@/lib/operations/reports/find-report";

/** A file that the host attached to this report, authorized by the token alone. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string; fileId: string }> }): Promise<Response> {
  const { token, fileId } = await params;
  const found = await findReport(token, new Date());
  if (found.kind !== "open") return new Response(null, { status: found.kind === "closed" ? 410 : 404 });
  const { scope, reportId } = found.report;
  const file = z.uuid().safeParse(fileId).success ? await findAttachment(scope, fileId, reportId) : null;
  return file ? serveAttachment(file) : new Response(null, { status: 404 });
}
