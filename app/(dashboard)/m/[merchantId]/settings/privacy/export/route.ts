import type { NextRequest } from "next/server";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { serveFile } from "@/lib/identity/audit/serve-csv";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseRequest } from "@/lib/identity/quota/refuse-request";
import { spendQuota } from "@/lib/identity/quota/spend";
import { openMerchantExport } from "@/lib/operations/privacy/loaders";

/** All data of the merchant as lines of JSON; users without access are redirected to its page. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  const scope = await findMerchantScope(merchantId);
  const wait = scope && (await spendQuota({ scope }, "export"));
  if (wait) return refuseRequest(wait);
  const lines = await openMerchantExport(merchantId);
  return lines ? serveFile(lines, "merchant.ndjson", "application/x-ndjson; charset=utf-8") : redirectToPage(request);
}
