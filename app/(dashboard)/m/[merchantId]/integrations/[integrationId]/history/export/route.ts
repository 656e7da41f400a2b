import type { NextRequest } from "next/server";
import { z } from "zod";
import { exportShopHistory, exportShopTimeline } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { readCsvStyle } from "@/app/csv-style";
import { parseDayRange } from "@/lib/base/day-range";
import { serveExport } from "@/lib/identity/audit/serve-export";

type Params = Promise<{ merchantId: string; integrationId: string }>;

/** The days of the charts or, with `?of=activity`, the activity, as a file; users without access are redirected to the page. */
export async function GET(request: NextRequest, { params }: { params: Params }): Promise<Response> {
  const { merchantId, integrationId } = await params;
  const search = request.nextUrl.searchParams;
  const days = parseDayRange(Object.fromEntries(search));
  const [name, read] = search.get("of") === "activity" ? ["activity", exportShopTimeline] : ["history", exportShopHistory];
  const fileName = `${name}-${new Date().toISOString().slice(0, 10)}.csv`;
  return serveExport(request, merchantId, fileName, async (scope) =>
    z.uuid().safeParse(integrationId).success ? read(scope, integrationId, days, await readCsvStyle(request)) : null,
  );
}
