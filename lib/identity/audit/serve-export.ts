import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { serveFile } from "@/lib/identity/audit/serve-file";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";

/** Serves data of a merchant as a file and counts it as an export. Where `read` returns null, for users without access, redirects to the page. */
export async function serveExport(
  request: Request,
  merchantId: string,
  fileName: string,
  read: () => Promise<AsyncGenerator<string> | Generator<string> | null>,
): Promise<Response> {
  const refusal = await refuseIfSpent((await findMerchantScope(merchantId)) ?? undefined, "export");
  if (refusal) return refusal;
  const pieces = await read();
  return pieces ? serveFile(pieces, fileName) : redirectToPage(request);
}
