import { notFound } from "next/navigation";
import { answerClosed } from "@/lib/reports/closed-answer";
import { findReport } from "@/lib/reports/find-report";

export const dynamic = "force-dynamic";

/** Where the proxy leads to when a link opens nothing. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const found = await findReport((await params).token, new Date());
  return found.kind === "open" ? notFound() : answerClosed(found);
}
