import type { NextRequest } from "next/server";
import { serveFile } from "@/lib/identity/audit/serve-csv";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { openMerchantExport } from "@/lib/operations/privacy/loaders";

/** All data of the merchant as lines of JSON; users without access are redirected to its page. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const lines = await openMerchantExport((await params).merchantId);
  return lines ? serveFile(lines, "merchant.ndjson", "application/x-ndjson; charset=utf-8") : redirectToPage(request);
}
