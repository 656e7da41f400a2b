import type { NextRequest } from "next/server";
import { parseDayRange } from "@/lib/base/day-range";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { serveCsv } from "@/lib/identity/audit/serve-csv";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseRequest } from "@/lib/identity/quota/refuse-request";
import { spendQuota } from "@/lib/identity/quota/spend";
import { exportIncidents } from "@/lib/operations/incidents/loaders";

/** The listed incidents as a file; users without access are redirected to the list. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  const scope = await findMerchantScope(merchantId);
  const wait = scope && (await spendQuota({ scope }, "export"));
  if (wait !== null) return refuseRequest(wait);
  const search = request.nextUrl.searchParams;
  const days = parseDayRange(Object.fromEntries(search));
  const pieces = await exportIncidents(merchantId, { shopId: search.get("shop"), days });
  return pieces ? serveCsv(pieces, `incidents-${new Date().toISOString().slice(0, 10)}.csv`) : redirectToPage(request);
}
