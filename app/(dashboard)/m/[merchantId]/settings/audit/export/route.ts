import type { NextRequest } from "next/server";
import { exportAudit } from "@/app/(dashboard)/m/[merchantId]/settings/audit/loader";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { parseAuditFilter } from "@/lib/identity/audit/schema";
import { serveCsv } from "@/lib/identity/audit/serve-csv";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseRequest } from "@/lib/identity/quota/refuse-request";
import { spendQuota } from "@/lib/identity/quota/spend";

/** The merchant's log as a file; users without access are redirected to its page. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  const scope = await findMerchantScope(merchantId);
  const wait = scope && (await spendQuota({ scope }, "export"));
  if (wait !== null) return refuseRequest(wait);
  const pieces = await exportAudit(merchantId, parseAuditFilter(Object.fromEntries(request.nextUrl.searchParams)));
  return pieces ? serveCsv(pieces, "audit.csv") : redirectToPage(request);
}
