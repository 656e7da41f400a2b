import type { NextRequest } from "next/server";
import { z } from "zod";
import { exportAllAudit } from "@/lib/audit/loaders";
import { parseAuditFilter } from "@/lib/audit/schema";
import { serveCsv } from "@/lib/audit/serve-csv";

/** Everybody's log as a file, for staff. */
export async function GET(request: NextRequest): Promise<Response> {
  const search = Object.fromEntries(request.nextUrl.searchParams);
  const merchantId = z.uuid().safeParse(search["merchant"]).data ?? null;
  return serveCsv(await exportAllAudit({ ...parseAuditFilter(search), merchantId }), "audit.csv");
}
