import { ReadableStream as NodeStream } from "node:stream/web";
import { isAllowed, type MerchantScope } from "@/lib/identity/accounts/access";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";

/** Streams a file for download, so that a large one is never entirely in memory. */
export function serveFile(pieces: AsyncGenerator<string> | Generator<string>, fileName: string, more: Headers = new Headers()): Response {
  // Node's and the DOM's stream types differ where the streams do not.
  const texts = NodeStream.from(pieces) as unknown as ReadableStream<string>;
  return new Response(texts.pipeThrough(new TextEncoderStream()), {
    headers: {
      ...Object.fromEntries(more),
      "content-type": `${fileName.endsWith(".csv") ? "text/csv" : "application/x-ndjson"}; charset=utf-8`,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Serves a merchant's data as a file and counts the export. Without access, or if `read` returns null, redirects to the page. */
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
