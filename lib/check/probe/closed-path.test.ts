import { describe, expect, it } from "vitest";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { runCheck } from "@/lib/check/probe/check-shop";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

const HOME = {
  prestashop: '<html><head><meta name="generator" content="PrestaShop"></head><body>Welcome</body></html>',
  magento: '<html><body data-mage-init="{}">Welcome</body></html>',
} as const;
const CLOSED = { prestashop: "/api", magento: "/rest" } as const;
const ROOT = { prestashop: "/api/", magento: "/rest/V1/directory/countries/NL" } as const;

const apachePage = (status: number): string =>
  `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} Closed</title>\n</head><body><h1>Closed</h1></body></html>\n`;

/** Checks a shop whose server closes the API's folder to all visitors and serves the pages beside it. */
async function check(shopSystem: "prestashop" | "magento", server: "nginx" | "apache", status: 403 | 404, isNamed: boolean) {
  const shop = await startFakeShop({ shopSystem });
  const front = await startFront(shop.url, (request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const isShown = path === "/";
    if (isShown) response.writeHead(200, { "Content-Type": "text/html" }).end(HOME[shopSystem]);
    else if (server === "nginx") refuseLikeNginx(response, path.startsWith(CLOSED[shopSystem]) ? status : 404);
    else {
      const page = path.startsWith(CLOSED[shopSystem]) ? status : 404;
      response.writeHead(page, { Server: "Apache/2.4.62", "Content-Type": "text/html; charset=iso-8859-1" }).end(apachePage(page));
    }
    return true;
  });
  try {
    return await runCheck({ url: front.url, egress, policy, ...(isNamed ? { shopSystem } : {}) });
  } finally {
    await front.close();
    await shop.close();
  }
}

const CASES = (["prestashop", "magento"] as const).flatMap((shopSystem) =>
  (["nginx", "apache"] as const).flatMap((server) => [true, false].map((isNamed) => ({ shopSystem, server, isNamed }))),
);

describe.concurrent("an API that the server closes to all visitors", () => {
  it.each(CASES)(
    "by 403 of $server at $shopSystem (system known: $isNamed): names path and server, and blames no visitor",
    async (given) => {
      const { shopSystem, server, isNamed } = given;
      const result = await check(shopSystem, server, 403, isNamed);
      expect(result).toMatchObject({ shopSystem, verdict: "blocked" });
      expect(result.causes).toMatchObject([
        {
          code: "access_denied",
          blocker: server,
          certainty: "proven",
          addresses: [],
          userAgents: [],
          methods: [],
          details: { path: ROOT[shopSystem] },
        },
      ]);
      const [cause] = result.causes;
      const place = { url: result.url, shopSystem, server, addresses: ["203.0.113.5"], userAgents: userAgents(shopSystem) };
      const fixes = cause ? fixesFor(cause, { ...place, methods: REQUIRED_METHODS }) : [];
      expect(fixes[0]).toMatchObject({ software: server, found: true });
    },
  );

  it.each(CASES)("by 404 of $server at $shopSystem (system known: $isNamed): the server does not route the path", async (given) => {
    const { shopSystem, server, isNamed } = given;
    const result = await check(shopSystem, server, 404, isNamed);
    expect(result).toMatchObject({ shopSystem, verdict: "blocked" });
    expect(result.causes).toMatchObject([{ code: "api_not_found", reason: "rewrite_missing", addresses: [], userAgents: [], methods: [] }]);
  });
});
