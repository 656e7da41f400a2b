import { isAllowed, type MerchantScope } from "@/lib/identity/accounts/access";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { serveFile } from "@/lib/identity/audit/serve-file";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";

/** Serves data of a merchant as a file to those who may export it, and counts it. Others, and where `read` returns null, go to the page. */
export async function serveExport(
  request: Request,
  merchantId: string,
  fileName: string,
  read: (scope: MerchantScope) => Promise<AsyncGenerator<string> | Generator<string> | null>,
): Promise<Response> {
  const scope = await findMerchantScope(merchantId);
  if (!scope || !isAllowed(scope, "export_data")) return redirectToPage(request);
  const refusal = await refuseIfSpent(scope, "export");
  if (refusal) return refusal;
  const pieces = await read(scope);
  return pieces ? serveFile(pieces, fileName) : redirectToPage(request);
}
