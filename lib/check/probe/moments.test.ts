import type http from "node:http";
import { describe, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { NOISY_REQUESTS } from "@/lib/check/probe/plan/evidence/policy";
import type { CheckResult } from "@/lib/check/result";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

type Page = (response: http.ServerResponse) => true;
const page =
  (status: number, type: string, body: string, headers: Record<string, string> = {}): Page =>
  (response) => {
    response.writeHead(status, { "Content-Type": type, ...headers }).end(body);
    return true;
  };
const wpDie = page(
  503,
  "application/json",
  '{"code":"wp_die","message":"Briefly unavailable for scheduled maintenance. Check back in a minute.","data":{"status":503},"additional_errors":[]}',
  { "Retry-After": "600", Server: "nginx" },
);
const magentoPage = page(
  503,
  "text/html",
  "<html><title>Error 503: Service Unavailable</title><h1>Service Temporarily Unavailable</h1>The server is temporarily unable to service your request due to maintenance downtime or capacity problems.</html>",
);
const apachePage = page(
  503,
  "text/html",
  '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>503 Service Unavailable</title>\n</head><body>\n<h1>Service Unavailable</h1>\n<p>The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.</p>\n</body></html>\n',
  { Server: "Apache" },
);
const welcomePage = page(200, "text/html", "<html><title>Welcome</title></html>");
const badGateway: Page = (response) => refuseLikeNginx(response, 502, "Bad Gateway");

/** Checks a fake shop whose front answers the requests with these numbers, counted from one. */
async function check(
  answer: Page,
  isAnswered: (count: number) => boolean,
  shopSystem: ShopSystem = "woocommerce",
  most = 24,
): Promise<CheckResult> {
  let count = 0;
  const shop = await startFakeShop({ shopSystem });
  const front = await startFront(shop.url, (_request, response) => {
    count += 1;
    return isAnswered(count) && answer(response);
  });
  try {
    const before = shop.shop.digest();
    const result = await runCheck({ url: front.url, shopSystem, egress, policy });
    expect(shop.shop.digest()).toEqual(before);
    expect(result.requests).toBeLessThanOrEqual(most);
    return result;
  } finally {
    await front.close();
    await shop.close();
  }
}

describe.concurrent("a momentary failure blocks no request", () => {
  type Moment = readonly [what: string, answer: Page, isAnswered: (count: number) => boolean, shopSystem?: ShopSystem];
  const moments: readonly Moment[] = [
    ["WordPress in maintenance at the first request", wpDie, (count) => count === 1],
    ["WordPress in maintenance at the first two", wpDie, (count) => count <= 2],
    ["Magento in maintenance at the first request", magentoPage, (count) => count === 1, "magento"],
    ["Apache's 503 at the third request", apachePage, (count) => count === 3],
    ["502 at the first two", badGateway, (count) => count <= 2],
    ["a page of something else at the first request", welcomePage, (count) => count === 1],
    ["502 at two requests in the middle", badGateway, (count) => count === 6 || count === 7],
  ];
  for (const [what, answer, isAnswered, shopSystem] of moments)
    it(what, async () => {
      const result = await check(answer, isAnswered, shopSystem);
      expect(result.causes).toEqual([]);
      expect(result.verdict).toBe("healthy");
    });
});

describe.concurrent("an intermittent failure is reported as one of several servers, with counts", () => {
  const turns: readonly (readonly [what: string, answer: Page, isAnswered: (count: number) => boolean])[] = [
    ["Apache's 503 at every third request", apachePage, (count) => count % 3 === 0],
    ["502 at every fourth request", badGateway, (count) => count % 4 === 0],
    ["WordPress in maintenance on one of two machines", wpDie, (count) => count % 2 === 0],
    ["502 of one of two machines", badGateway, (count) => count % 2 === 1],
  ];
  for (const [what, answer, isAnswered] of turns)
    it(what, async () => {
      const { causes, verdict } = await check(answer, isAnswered, undefined, NOISY_REQUESTS);
      expect(causes.map(({ code, reason, certainty }) => [code, reason, certainty])).toEqual([
        ["server_error", "one_of_several", "proven"],
      ]);
      expect(Number(causes[0]?.details["passed"])).toBeGreaterThan(0);
      expect(Number(causes[0]?.details["failed"])).toBeGreaterThan(0);
      expect(verdict).toBe("degraded");
    });
});

describe.concurrent("a failure that begins during the check is no ban and blames no method", () => {
  const begins: readonly (readonly [code: string, answer: Page, shopSystem?: ShopSystem])[] = [
    ["maintenance_mode", wpDie],
    ["maintenance_mode", magentoPage, "magento"],
    ["server_error", apachePage, "prestashop"],
    ["server_error", badGateway],
  ];
  for (const [code, answer, shopSystem] of begins)
    for (let from = 2; from <= 12; from += 1)
      it(`${code} of ${shopSystem ?? "woocommerce"} from request ${from} on`, async () => {
        const result = await check(answer, (count) => count >= from, shopSystem);
        expect(result.causes.map((cause) => [cause.code, cause.methods, cause.addresses, cause.userAgents])).toEqual([[code, [], [], []]]);
        const [cause] = result.causes;
        expect(cause?.certainty).toBe("proven");
        // The same request, which passed before and fails now.
        const [pass, fail] = [cause?.evidence.pass, cause?.evidence.fail].map((id) => result.probes.find((probe) => probe.id === id));
        expect([pass?.passed, fail?.passed]).toEqual([true, false]);
        for (const aspect of ["method", "path", "userAgent", "from"] as const) expect(pass?.[aspect]).toEqual(fail?.[aspect]);
        expect(result.verdict).toBe("blocked");
      });
});
