import { once } from "node:events";
import http from "node:http";
import { runCheck } from "@/lib/check/probe/check-shop";
import { secureContext } from "@/lib/connectors/net/tls";

/** Answers as an anonymous visitor of WooCommerce sees them: as short as the check takes them for the shop's own. */
function answerLikeShop(request: http.IncomingMessage, response: http.ServerResponse): void {
  request.resume();
  const isOrder = request.url?.includes("/orders") ?? false;
  const code = request.headers.authorization === undefined ? "woocommerce_rest_cannot_view" : "woocommerce_rest_authentication_error";
  const fields = new URL(request.url ?? "/", "http://shop.invalid").searchParams.get("_fields")?.split(",");
  const index = Object.entries({ namespaces: ["wc/v3"], url: "", home: "" }).filter(([name]) => fields?.includes(name) ?? true);
  const body = isOrder ? { code, message: "", data: { status: 401 } } : Object.fromEntries(index);
  response.writeHead(isOrder ? 401 : 200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** What a process does for the first time takes some 40 ms more, which the first merchant would find in the times of the phases. */
export async function warmUp(): Promise<boolean> {
  secureContext();
  const server = http.createServer(answerLikeShop).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") return false;
    const host = `127.0.0.1:${address.port}`;
    const result = await runCheck({
      url: `http://${host}`,
      platform: "woocommerce",
      egress: { addresses: ["127.0.0.1"], control: null },
      policy: { allowNetworks: [], allowTargets: [host] },
    });
    return result.verdict === "healthy";
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
