import type { NextRequest } from "next/server";
import { exportOrders } from "@/app/(dashboard)/m/[merchantId]/orders/export/loader";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { serveCsv } from "@/lib/identity/audit/serve-csv";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseRequest } from "@/lib/identity/quota/refuse-request";
import { spendQuota } from "@/lib/identity/quota/spend";
import { parseOrderQuery } from "@/lib/orders/order-query";

export const dynamic = "force-dynamic";

/** The listed orders as a file; users without access are redirected to the list. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  const scope = await findMerchantScope(merchantId);
  const wait = scope && (await spendQuota({ scope }, "export"));
  if (wait !== null) return refuseRequest(wait);
  const pieces = await exportOrders(
    merchantId,
    parseOrderQuery((name) => request.nextUrl.searchParams.get(name)),
  );
  return pieces ? serveCsv(pieces, `orders-${new Date().toISOString().slice(0, 10)}.csv`) : redirectToPage(request);
}
