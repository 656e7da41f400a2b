import type { NextRequest } from "next/server";
import { exportIncidents } from "@/app/(dashboard)/m/[merchantId]/incidents/loader";
import { readCsvStyle } from "@/app/csv-style";
import { parseDayRange } from "@/lib/base/day-range";
import { serveExport } from "@/lib/identity/audit/serve-export";

/** The listed incidents as a file; users without access are redirected to the list. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  const search = request.nextUrl.searchParams;
  const filter = { shopId: search.get("shop"), days: parseDayRange(Object.fromEntries(search)) };
  return serveExport(request, merchantId, `incidents-${new Date().toISOString().slice(0, 10)}.csv`, async (scope) =>
    exportIncidents(scope, filter, await readCsvStyle(request)),
  );
}
