import { serveExport } from "@/lib/identity/audit/serve-export";
import { openMerchantExport } from "@/lib/operations/privacy/loaders";

/** All data of the merchant as JSON Lines; users without access are redirected to the page. */
export async function GET(request: Request, { params }: { params: Promise<{ merchantId: string }> }): Promise<Response> {
  const { merchantId } = await params;
  return serveExport(request, merchantId, "merchant.ndjson", openMerchantExport);
}
