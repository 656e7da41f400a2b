import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { serveFile } from "@/lib/identity/audit/serve-csv";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseRequest } from "@/lib/identity/quota/refuse-request";
import { spendQuota } from "@/lib/identity/quota/spend";

/** Serves data of a merchant as a file and counts it as an export. Where `read` returns null, for users without access, redirects to the page. */
export async function serveExport(
  request: Request,
  merchantId: string,
  fileName: string,
  read: () => Promise<AsyncGenerator<string> | Generator<string> | null>,
): Promise<Response> {
  const scope = await findMerchantScope(merchantId);
  const wait = scope && (await spendQuota({ scope }, "export"));
  if (wait !== null) return refuseRequest(wait);
  const pieces = await read();
  if (!pieces) return redirectToPage(request);
  return serveFile(pieces, fileName, fileName.endsWith(".csv") ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8");
}
