import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { Probe } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { cause, checkScene, egress, policy, summarize } from "@/lib/testing/check-scene";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { refuseLikeNginx, startFront } from "@/lib/testing/start-front";

describe.concurrent("a check", () => {
  it("spaces requests by at least 300 ms from the first refusal on, and sends at most two at once before", async () => {
    let open = 0;
    let most = 0;
    const result = await checkScene({
      rule: (request, response) => {
        open += 1;
        most = Math.max(most, open);
        response.on("close", () => {
          open -= 1;
        });
        return request.method === "POST" && refuseLikeNginx(response);
      },
    });
    expect(summarize(result)).toEqual([cause("method_blocked", { methods: ["POST"] })]);
    expect(most).toBeLessThanOrEqual(2);
    const refusedAt = result.probes.find((probe) => probe.method === "POST");
    const later = result.probes.slice(result.probes.indexOf(refusedAt ?? ({} as Probe)) + 1).map((probe) => Date.parse(probe.at));
    for (const [index, at] of later.entries()) if (index > 1) expect(at - (later[index - 1] ?? 0)).toBeGreaterThanOrEqual(290);
  });

  it("tries each User-Agent after two silences if three addresses and both User-Agents get no response", async () => {
    const firstByteMs = 2_000;
    const result = await checkScene({
      rule: (request) => /sendcloud/i.test(request.headers["user-agent"] ?? ""),
      check: { egress: { addresses: [...egress.addresses, "127.0.0.5"], control: egress.control }, timeouts: { firstByteMs } },
    });
    expect(summarize(result)).toEqual([cause("user_agent_blocked", { userAgents: [...userAgents("woocommerce")] })]);
    const [first] = result.probes;
    const other = result.probes.find(({ userAgent }) => userAgent === userAgents("woocommerce")[1]);
    expect(Date.parse(other?.at ?? "") - Date.parse(first?.at ?? "")).toBeLessThan(2.8 * firstByteMs);
  });

  it.each([
    [429, ["rate_limited"]],
    // Without its name a limit must refuse once more at the same pace.
    [503, []],
  ] as const)("blames no method for a limit that outlasts the wait: %s", async (status, limit) => {
    let refused = 0;
    const result = await checkScene({
      rule: (request, response) => {
        if (request.method === "DELETE") return refuseLikeNginx(response, 405);
        refused += Number(request.method === "PATCH");
        return request.method === "PATCH" && refused <= 2 && refuseLikeNginx(response, status);
      },
    });
    expect(result.causes.map(({ code, methods }) => [code, methods])).toEqual([
      ["method_blocked", ["DELETE"]],
      ...limit.map((code) => [code, []]),
    ]);
  });

  it("keeps its budget, whatever it is", async () => {
    for (const budget of [1, 3, 7]) {
      const result = await checkScene({ rule: (_request, response) => refuseLikeNginx(response), check: { budget } });
      expect(result.requests).toBeLessThanOrEqual(budget);
    }
  });

  it("refuses a forbidden target without a single request", async () => {
    for (const url of ["http://169.254.169.254/", "http://127.0.0.1:6379/", "ftp://shop.example", "http://[::ffff:10.0.0.1]/"]) {
      const result = await runCheck({ url, egress, policy: { allowNetworks: [], allowTargets: [] } });
      expect(result).toMatchObject({ verdict: "refused", requests: 0, causes: [{ code: "target_not_allowed" }] });
    }
  });

  it("reports a name that does not exist as dns_not_found", async () => {
    const result = await runCheck({ url: "http://shop.invalid", shopSystem: "woocommerce", egress, policy });
    expect(result).toMatchObject({ verdict: "unreachable", causes: [{ code: "dns_not_found", layer: "name" }] });
  });

  it("sends keys to the given origin only, never to the target of a redirect", async () => {
    const keys = { consumerKey: "ck_topsecretkey", consumerSecret: "cs_topsecretsecret" };
    const shop = await startFakeShop({ shopSystem: "woocommerce", credentials: [keys] });
    const front = await startFront(shop.url, (request, response) => {
      response.writeHead(301, { Location: `${shop.url}${request.url}` }).end();
      return true;
    });
    try {
      const moved = await runCheck({ url: front.url, shopSystem: "woocommerce", egress, policy, credentials: keys });
      expect(moved).toMatchObject({ verdict: "blocked", causes: [{ code: "redirected_to_other_host", details: { address: shop.url } }] });
      const carried = () => shop.requests.filter(({ headers, url }) => `${headers["authorization"]} ${url}`.includes("ck_topsecretkey"));
      expect(carried()).toEqual([]);
      await runCheck({ url: shop.url, shopSystem: "woocommerce", egress, policy, credentials: keys });
      expect(carried().length).toBeGreaterThan(0);
    } finally {
      await front.close();
      await shop.close();
    }
  });

  it("stores the headers of each request, only the scheme of keys, and who gave each answer", async () => {
    const keys = { consumerKey: "ck_topsecretkey", consumerSecret: "cs_topsecretsecret" };
    const result = await checkScene({
      check: { credentials: keys },
      rule: (request, response) => request.method === "PATCH" && refuseLikeNginx(response),
    });
    const carried = result.probes.map((probe) => probe.headers?.["Authorization"]);
    expect(carried).toContain('OAuth oauth_consumer_key="dummy"');
    expect(carried.some((value) => value === "Basic ***" || value === "OAuth ***")).toBe(true);
    expect(JSON.stringify(result)).not.toContain("topsecret");
    const by = (method: string) => result.probes.find((probe) => probe.method === method)?.answeredBy;
    expect(by("GET")).toEqual({ software: "woocommerce", evidence: expect.any(String) });
    expect(by("PATCH")).toEqual({ software: "nginx", evidence: "<hr><center>nginx" });
  });

  it("masks secrets that a shop sends back everywhere", async () => {
    const keys = { consumerKey: "ck_topsecretkey", consumerSecret: "cs_topsecretsecret" };
    const result = await checkScene({
      rule: (request, response) => {
        if (request.headers.authorization === undefined) return false;
        response.writeHead(401, { "Content-Type": "application/json", "X-Echo": request.headers.authorization });
        response.end(
          JSON.stringify({
            code: "echo",
            message: `${request.headers.authorization} ${request.url} ${keys.consumerSecret}`,
            data: { status: 401 },
          }),
        );
        return true;
      },
      check: { credentials: keys },
    });
    const text = JSON.stringify(result);
    expect(text).not.toContain("topsecret");
    expect(text).not.toContain(Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString("base64"));
  });
});

describe("many checks at once", () => {
  it("beyond sixteen send one request at a time, over the same two connections, with the same result", async () => {
    const shop = await startFakeShop({ shopSystem: "woocommerce" });
    const checks = Array.from({ length: 60 }, (_, index) => ({ first: `127.0.${index + 1}.2`, second: `127.0.${index + 1}.3` }));
    const netOf = (address: string | undefined): string => address?.split(".").slice(0, 3).join(".") ?? "";
    const asked = new Map(checks.map(({ first }) => [netOf(first), { sockets: new Set<Socket>(), open: 0, most: 0 }]));
    const front = await startFront(shop.url, ({ socket }, response) => {
      const seen = asked.get(netOf(socket.remoteAddress));
      if (!seen) return false;
      seen.sockets.add(socket);
      seen.open += 1;
      seen.most = Math.max(seen.most, seen.open);
      response.once("finish", () => {
        seen.open -= 1;
      });
      return false;
    });
    try {
      const results = checks.map(({ first, second }) =>
        runCheck({ url: front.url, shopSystem: "woocommerce", egress: { addresses: [first, second], control: null }, policy }),
      );
      for (const { verdict, requests } of await Promise.all(results)) {
        expect(verdict).toBe("healthy");
        expect(requests).toBeLessThanOrEqual(12);
      }
      const seen = [...asked.values()];
      expect(seen.map(({ sockets }) => sockets.size)).toEqual(checks.map(() => 2));
      expect(seen.slice(16).map(({ most }) => most)).toEqual(checks.slice(16).map(() => 1));
    } finally {
      await front.close();
      await shop.close();
    }
  });
});
