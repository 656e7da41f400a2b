import type { NextRequest } from "next/server";
import { exportShopHistory, exportShopTimeline } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { parseDayRange } from "@/lib/base/day-range";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { serveCsv } from "@/lib/identity/audit/serve-csv";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseRequest } from "@/lib/identity/quota/refuse-request";
import { spendQuota } from "@/lib/identity/quota/spend";

type Params = Promise<{ merchantId: string; integrationId: string }>;

/** The days of the charts, or with `?of=activity` the activity, as a file; users without access are redirected to them. */
export async function GET(request: NextRequest, { params }: { params: Params }): Promise<Response> {
  const { merchantId, integrationId } = await params;
  const scope = await findMerchantScope(merchantId);
  const wait = scope && (await spendQuota({ scope }, "export"));
  if (wait !== null) return refuseRequest(wait);
  const search = request.nextUrl.searchParams;
  const name = search.get("of") === "activity" ? "activity" : "history";
  const print = name === "activity" ? exportShopTimeline : exportShopHistory;
  const pieces = await print(merchantId, integrationId, parseDayRange(Object.fromEntries(search)));
  return pieces ? serveCsv(pieces, `${name}-${new Date().toISOString().slice(0, 10)}.csv`) : redirectToPage(request);
}
