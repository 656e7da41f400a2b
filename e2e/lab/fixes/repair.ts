import { takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import type { ServerName } from "@/e2e/lab/lab-case";
import type { CauseCode } from "@/lib/check/causes";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { startFront } from "@/lib/testing/start-front";

export interface Repair {
  name: string;
  needs: readonly ServerName[];
  code: CauseCode;
  fixId: string;
  credentials?: Record<string, string>;
  /** WooCommerce by default. */
  shopSystem?: ShopSystem;
  /** Starts the server in front of the shop, with the printed lines applied unless `fix` is null. */
  start(workspace: Workspace, upstream: string, fix: Fix | null): Promise<string>;
}

export const code = (fix: Fix, id: string): string => takeSnippet(fix, id).code;

/** A shop that redirects to https unless a header says that the client uses it: an endless loop behind a proxy that forwards no scheme. */
export async function sendToHttps(workspace: Workspace, upstream: string): Promise<string> {
  const front = await startFront(upstream, ({ headers, url }, response) => {
    if (headers["x-forwarded-proto"] === "https") return false;
    response.writeHead(301, { Location: `https://${headers.host}${url}` }).end();
    return true;
  });
  workspace.onClose(() => front.close());
  return front.url;
}
