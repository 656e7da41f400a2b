import type { NextRequest } from "next/server";
import { whoIs } from "@/lib/identity/accounts/actor";
import { serveFile } from "@/lib/identity/audit/serve-export";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { currentPerson } from "@/lib/identity/auth/session";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";
import { exportBulkJob } from "@/lib/operations/fleet/loaders";

/** The listed shops of a bulk job as a file for staff; other users are redirected to the page. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ jobId: string }> }): Promise<Response> {
  const person = await currentPerson();
  const refusal = person && (await refuseIfSpent(whoIs(person), "export"));
  if (refusal) return refusal;
  const pieces = await exportBulkJob((await params).jobId, Object.fromEntries(request.nextUrl.searchParams));
  return pieces ? serveFile(pieces, "bulk-action.csv") : redirectToPage(request);
}
