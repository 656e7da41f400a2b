import type http from "node:http";
import { describe, expect, it } from "vitest";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { runCheck } from "@/lib/check/probe/check-shop";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

const PAGE = '<html><head><meta name="generator" content="PrestaShop"></head><body>Welcome</body></html>';
type Page = (response: http.ServerResponse) => true;
const show: Page = (response) => {
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(PAGE);
  return true;
};
const redirectTo =
  (location: string): Page =>
  (response) => {
    response.writeHead(302, { Location: location, "Content-Type": "text/html; charset=utf-8" }).end();
    return true;
  };

/** A PrestaShop whose server closes `/api` and knows no other address than that of its pages. */
async function check(pages: Readonly<Record<string, Page>>, status: 403 | 404, input: Partial<CheckInput>) {
  const shop = await startFakeShop({ shopSystem: "prestashop" });
  const asked: string[] = [];
  const rule: FrontRule = (request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    asked.push(path);
    const answer = pages[path];
    if (answer) return answer(response);
    return path.startsWith("/api") ? refuseLikeNginx(response, status) : refuseLikeNginx(response, 404, "Not Found");
  };
  const front = await startFront(shop.url, rule);
  try {
    return { result: await runCheck({ url: front.url, egress, policy, ...input }), asked };
  } finally {
    await front.close();
    await shop.close();
  }
}

describe.concurrent("a shop whose home page redirects to its language", () => {
  it.each([
    ["/en/", { "/": redirectTo("/en/"), "/en/": show }],
    [
      "/shop/, then /shop/de/",
      {
        "/": redirectTo("/shop/"),
        "/shop/": redirectTo("de/"),
        "/shop/de/": show,
      },
    ],
  ])("is detected there: %s", async (_what, pages) => {
    const { result } = await check(pages, 403, {});
    expect(result).toMatchObject({ shopSystem: "prestashop", verdict: "blocked" });
    expect(result.causes.map(({ code, blocker }) => [code, blocker])).toEqual([["access_denied", "nginx"]]);
    expect(result.causes[0]?.details["path"]).toBe("/api/");
  });

  it("is known as the expected shop if the server hides its API, so that its rewrite rules are named", async () => {
    const pages = { "/": redirectTo("/en/"), "/en/": show };
    const { result } = await check(pages, 404, { shopSystem: "prestashop" });
    expect(result.causes.map(({ code, reason }) => [code, reason])).toEqual([["api_not_found", "rewrite_missing"]]);
  });

  it("is followed twice at most", async () => {
    const turns = Object.fromEntries(["/", "/1/", "/2/", "/3/"].map((path, index) => [path, redirectTo(`/${index + 1}/`)]));
    const { result, asked } = await check(turns, 403, {});
    expect(result.shopSystem).toBeNull();
    expect(asked).toContain("/2/");
    expect(asked).not.toContain("/3/");
  });

  it("is not followed to another server", async () => {
    let requests = 0;
    const other = await startFront("http://127.0.0.1:9", (_request, response) => {
      requests += 1;
      return show(response);
    });
    const { result } = await check({ "/": redirectTo(`${other.url}/en/`) }, 403, {});
    await other.close();
    expect(result.shopSystem).toBeNull();
    expect(requests).toBe(0);
  });

  it("costs a shop without a redirect no request", async () => {
    const { asked } = await check({ "/": show }, 403, {});
    expect(asked.slice(0, 2)).toEqual(["/", "/api/"]);
  });
});
