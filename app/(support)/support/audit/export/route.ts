import type { NextRequest } from "next/server";
import { z } from "zod";
import { exportAllAudit } from "@/app/(support)/support/audit/loader";
import { readCsvStyle } from "@/app/csv-style";
import { whoIs } from "@/lib/identity/accounts/actor";
import { parseAuditFilter } from "@/lib/identity/audit/schema";
import { serveFile } from "@/lib/identity/audit/serve-export";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { currentPerson } from "@/lib/identity/auth/session";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";

/** The log of all merchants as a file for staff; other users are redirected to the page. */
export async function GET(request: NextRequest): Promise<Response> {
  const person = await currentPerson();
  const refusal = person && (await refuseIfSpent(whoIs(person), "export"));
  if (refusal) return refusal;
  const search = Object.fromEntries(request.nextUrl.searchParams);
  const merchantId = z.uuid().safeParse(search["merchant"]).data ?? null;
  const pieces = await exportAllAudit({ ...parseAuditFilter(search), merchantId }, () => readCsvStyle(request));
  return pieces ? serveFile(pieces, "audit.csv") : redirectToPage(request);
}
