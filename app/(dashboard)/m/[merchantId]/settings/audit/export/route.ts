import type { NextRequest } from "next/server";
import { exportAudit } from "@/app/(dashboard)/m/[merchantId]/settings/audit/loader";
import { readCsvStyle } from "@/app/csv-style";
import { parseAuditFilter } from "@/lib/identity/audit/schema";
import { serveExport } from "@/lib/identity/audit/serve-export";

/** The merchant's log as a file; users without access are redirected to its page. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  const filter = parseAuditFilter(Object.fromEntries(request.nextUrl.searchParams));
  return serveExport(request, merchantId, "audit.csv", async (scope) => exportAudit(scope, filter, await readCsvStyle(request)));
}
