import type { NextRequest } from "next/server";
import { exportOrders } from "@/app/(dashboard)/m/[merchantId]/orders/loader";
import { readCsvStyle } from "@/app/csv-style";
import { serveExport } from "@/lib/identity/audit/serve-export";
import { parseOrderQuery } from "@/lib/orders/order-query";

/** The listed orders as a file; users without access are redirected to the list. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  const query = parseOrderQuery((name) => request.nextUrl.searchParams.get(name));
  return serveExport(request, merchantId, `orders-${new Date().toISOString().slice(0, 10)}.csv`, async (scope) =>
    exportOrders(scope, query, await readCsvStyle(request)),
  );
}
