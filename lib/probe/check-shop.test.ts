import { describe, expect, it } from "vitest";
import { hasPassed } from "@/lib/checks/matrix";
import { type Cause, type CheckResult, checkResultSchema, type Probe } from "@/lib/checks/result";
import { userAgents } from "@/lib/egress/identity";
import { type CheckInput, runCheck } from "@/lib/probe/check-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };
const [SHORT, LONG] = userAgents("woocommerce");

interface Scene {
  rule?: FrontRule;
  behaviour?: Behaviour;
  check?: Partial<CheckInput>;
}

/** Checks a fake WooCommerce behind a front with one rule, and holds what every check must hold. */
async function checkScene({ rule = () => false, behaviour = {}, check = {} }: Scene): Promise<CheckResult> {
  const shop = await startFakeShop({ platform: "woocommerce", behaviour });
  const front = await startFront(shop.url, rule);
  try {
    const before = shop.shop.digest();
    const result = await runCheck({ url: front.url, platform: "woocommerce", egress, policy, ...check });
    expect(shop.shop.digest()).toEqual(before);
    expect(() => checkResultSchema.parse(result)).not.toThrow();
    expect(result.requests).toBeLessThanOrEqual(check.budget ?? 24);
    for (const cause of result.causes) expectEvidence(cause, result.probes);
    return result;
  } finally {
    await front.close();
    await shop.close();
  }
}

/** The law of the whole check: a proven cause stands on two probes that differ in one thing, and the second one failed. */
function expectEvidence(cause: Cause, probes: readonly Probe[]): void {
  const find = (id: string | null) => probes.find((probe) => probe.id === id);
  const fail = find(cause.evidence.fail);
  if (cause.code !== "target_not_allowed") expect(fail, cause.code).toBeDefined();
  const pass = find(cause.evidence.pass);
  expect(cause.certainty).toBe(pass && fail ? "proven" : "single_observation");
  if (!pass || !fail) return;
  const differing = (["method", "path", "userAgent", "from"] as const).filter((name) => pass[name] !== fail[name]);
  // None of the four: then it is the time, or what the Authorization header carries.
  expect(differing.length, `${cause.code}: ${differing.join()}`).toBeLessThanOrEqual(1);
}

const told = (result: CheckResult) =>
  result.causes.map(({ code, methods, userAgents: agents, addresses }) => ({ code, methods, userAgents: agents, addresses }));
const cause = (code: Cause["code"], lists: Partial<Pick<Cause, "methods" | "userAgents" | "addresses">> = {}) => ({
  code,
  methods: [],
  userAgents: [],
  addresses: [],
  ...lists,
});
const agentOf = (request: { headers: { "user-agent"?: string | undefined } }): string => request.headers["user-agent"] ?? "";
const isOurs = (agent: string): boolean => /sendcloud/i.test(agent);

describe.concurrent("the check names exactly what is in the way", { timeout: 30_000 }, () => {
  it("nothing, in at most 12 requests, and no connection that was reused is called cold", async () => {
    const result = await checkScene({});
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    expect(result.requests).toBeLessThanOrEqual(12);
    const cold = result.probes.filter((probe) => probe.coldConnection);
    expect(cold.length).toBe(2);
    for (const { coldConnection, timingsMs } of result.probes) {
      expect(timingsMs.connect === null).toBe(!coldConnection);
      expect(timingsMs.tls).toBeNull();
      expect(timingsMs.dns).toBeNull();
    }
  });

  it("of many addresses each needs one connection, one of them two, and never more than two are open", async () => {
    const addresses = [12, 13, 14, 15, 16].map((last) => `127.0.0.${last}`);
    const open = new Set<unknown>();
    let most = 0;
    const result = await checkScene({
      check: { egress: { addresses, control: null } },
      rule: ({ socket }) => {
        if (!open.has(socket)) socket.once("close", () => open.delete(socket));
        open.add(socket);
        most = Math.max(most, [...open].filter((one) => !(one as typeof socket).readableEnded).length);
        return false;
      },
    });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    const cold = result.probes.filter((probe) => probe.coldConnection);
    expect(new Set(cold.map((probe) => probe.from))).toEqual(new Set(addresses));
    expect(cold.length).toBeLessThanOrEqual(addresses.length + 1);
    for (const from of addresses) {
      const names = result.probes.filter((probe) => probe.from === from).map((probe) => probe.userAgent);
      expect(new Set(names)).toEqual(new Set([SHORT, LONG]));
    }
    expect(most).toBeLessThanOrEqual(2);
  });

  it.each([
    ["the first", "127.0.0.12"],
    ["the second", "127.0.0.13"],
    ["the last", "127.0.0.15"],
  ])("of many addresses %s alone, beside a ban that refused methods set off", async (_name, blocked) => {
    const addresses = ["127.0.0.12", "127.0.0.13", "127.0.0.14", "127.0.0.15"];
    const refusals = new Map<string, number>();
    const result = await checkScene({
      check: { egress: { addresses, control: null } },
      rule: (request, response, from) => {
        const count = refusals.get(from) ?? 0;
        if (from === blocked) return refuseLikeNginx(response);
        if (count >= 3) {
          request.socket.destroy();
          return true;
        }
        if (request.method !== "PATCH" && request.method !== "DELETE" && request.method !== "OPTIONS") return false;
        refusals.set(from, count + 1);
        return refuseLikeNginx(response);
      },
    });
    expect(told(result)).toContainEqual(cause("ip_blocked", { addresses: [blocked] }));
  });

  it("one User-Agent and two methods, both true at once", async () => {
    const rule: FrontRule = (request, response) =>
      (agentOf(request) === SHORT || request.method === "PATCH" || request.method === "DELETE") && refuseLikeNginx(response);
    const result = await checkScene({ rule });
    expect(result.verdict).toBe("blocked");
    expect(told(result)).toEqual([
      cause("user_agent_blocked", { userAgents: [SHORT] }),
      cause("method_blocked", { methods: ["PATCH", "DELETE"] }),
    ]);
  });

  it("one address and one method", async () => {
    const result = await checkScene({
      rule: (request, response, from) => (from === "127.0.0.3" || request.method === "PATCH") && refuseLikeNginx(response),
    });
    expect(told(result)).toEqual([cause("ip_blocked", { addresses: ["127.0.0.3"] }), cause("method_blocked", { methods: ["PATCH"] })]);
  });

  it("both User-Agents and one address, told apart by a browser's name", async () => {
    const result = await checkScene({
      rule: (request, response, from) => (isOurs(agentOf(request)) || from === "127.0.0.2") && refuseLikeNginx(response),
    });
    expect(told(result)).toEqual([
      cause("ip_blocked", { addresses: ["127.0.0.2"] }),
      cause("user_agent_blocked", { userAgents: [SHORT, LONG] }),
    ]);
  });

  it("a User-Agent that is refused by silence", async () => {
    const result = await checkScene({
      rule: (request) => {
        if (isOurs(agentOf(request))) request.socket.destroy();
        return isOurs(agentOf(request));
      },
    });
    expect(told(result)).toEqual([cause("user_agent_blocked", { userAgents: [SHORT, LONG] })]);
  });

  it("a page with status 200 instead of the answer is a refusal too", async () => {
    const result = await checkScene({
      rule: (request, response) => request.method === "PATCH" && refuseLikeNginx(response, 200, "Denied"),
    });
    expect(told(result)).toEqual([cause("method_blocked", { methods: ["PATCH"] })]);
  });

  it("a closed door says nothing about addresses, names or methods", async () => {
    const result = await checkScene({ rule: (_request, response) => refuseLikeNginx(response) });
    expect(told(result)).toEqual([cause("access_denied")]);
    expect(result.causes[0]?.certainty).toBe("single_observation");
  });

  it("without a control address a closed door is never called an address block", async () => {
    const result = await checkScene({
      rule: (_request, response) => refuseLikeNginx(response),
      check: { egress: { addresses: [], control: "127.0.0.4" } },
    });
    expect(told(result)).toEqual([cause("access_denied")]);
    expect(result.probes.every((probe) => probe.source === "default" && probe.from === null)).toBe(true);
  });

  it("orders that are refused beside a root that is open", async () => {
    const result = await checkScene({
      rule: (request, response) => (request.url ?? "").includes("/wc/v3/") && isOurs(agentOf(request)) && refuseLikeNginx(response),
    });
    expect(told(result)).toEqual([cause("user_agent_blocked", { userAgents: [SHORT, LONG] })]);
  });

  it("a ban that begins during the check stands beside what was proven before it", async () => {
    let refusals = 0;
    const result = await checkScene({
      rule: (request, response, from) => {
        if (from !== "127.0.0.2") return false;
        if (refusals >= 2) request.socket.resetAndDestroy();
        else if (request.method === "PATCH" || request.method === "DELETE") {
          refusals += 1;
          return refuseLikeNginx(response);
        }
        return refusals >= 2 && request.socket.destroyed;
      },
    });
    expect(told(result)).toEqual([
      cause("method_blocked", { methods: ["PATCH", "DELETE"] }),
      cause("banned_during_test", { addresses: ["127.0.0.2"] }),
    ]);
  });

  it("a ban without any refusal before it accuses no method", async () => {
    let requests = 0;
    const result = await checkScene({
      rule: (request, _response, from) => {
        if (from !== "127.0.0.2") return false;
        requests += 1;
        if (requests > 5) request.socket.resetAndDestroy();
        return requests > 5;
      },
    });
    expect(told(result)).toEqual([cause("banned_during_test", { addresses: ["127.0.0.2"] })]);
  });

  it("a ban by the number of requests that looks like a refusal accuses no method, one by a refusal does", async () => {
    let requests = 0;
    const byNumber = await checkScene({
      rule: (_request, response, from) => {
        if (from === "127.0.0.2") requests += 1;
        return from === "127.0.0.2" && requests > 5 && refuseLikeNginx(response);
      },
    });
    expect(told(byNumber)).toEqual([cause("banned_during_test", { addresses: ["127.0.0.2"] })]);
    const banned = new Set<string>();
    const byRefusal = await checkScene({
      rule: (request, response, from) => {
        if (banned.has(from)) return refuseLikeNginx(response);
        if (request.method !== "PATCH") return false;
        banned.add(from);
        return refuseLikeNginx(response);
      },
    });
    expect(told(byRefusal)).toEqual([
      cause("method_blocked", { methods: ["PATCH"] }),
      cause("banned_during_test", { addresses: ["127.0.0.2"] }),
    ]);
  });

  it("429 for our names or a method alone is a refusal, 429 for everybody a limit", async () => {
    const limit: FrontRule = (_request, response) => refuseLikeNginx(response, 429, "Too Many Requests");
    const [names, method, everybody] = await Promise.all([
      checkScene({ rule: (request, response, from) => isOurs(agentOf(request)) && limit(request, response, from) }),
      checkScene({ rule: (request, response, from) => request.method === "DELETE" && limit(request, response, from) }),
      checkScene({ rule: limit }),
    ]);
    expect(told(names)).toEqual([cause("user_agent_blocked", { userAgents: [SHORT, LONG] })]);
    expect(told(method)).toEqual([cause("method_blocked", { methods: ["DELETE"] })]);
    expect(told(everybody)).toEqual([cause("rate_limited")]);
  });

  it("a server that closes its connections while nothing is asked is no reason for care, nor for keeping more of them", async () => {
    const result = await checkScene({
      rule: (request, response) => {
        response.once("finish", () => setTimeout(() => request.socket.destroy(), 1));
        return false;
      },
    });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    const failed = result.probes.filter((probe) => !hasPassed(probe));
    // Two lanes, each of which may meet one.
    expect(failed.length).toBeLessThanOrEqual(2);
    const started = result.probes.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
    const apart = started.slice(1).map((at, index) => at - (started[index] ?? at));
    // With care every request waits for 300 ms after the one before.
    expect(apart.filter((milliseconds) => milliseconds < 300).length).toBeGreaterThanOrEqual(result.requests / 2);
  });

  it("a server that errs on kept connections alone is healthy", async () => {
    const counts = new WeakMap<object, number>();
    const result = await checkScene({
      rule: (request, response) => {
        const count = (counts.get(request.socket) ?? 0) + 1;
        counts.set(request.socket, count);
        return count > 1 && refuseLikeNginx(response, 400, "Bad Request");
      },
    });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
  });

  it("an error that is over a moment later is no cause", async () => {
    const result = await checkScene({ behaviour: { serverErrors: { next: 1, status: 502 } } });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
  });

  it("an OPTIONS that a proxy answers by itself is no block", async () => {
    const result = await checkScene({
      rule: (request, response) => {
        if (request.method === "OPTIONS") response.writeHead(204, { "Access-Control-Allow-Origin": "*" }).end();
        return request.method === "OPTIONS";
      },
    });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    for (const probe of result.probes.filter(({ method }) => method === "OPTIONS")) expect(hasPassed(probe)).toBe(true);
  });

  it("redirects: to another site, in a circle, away from the API, to a port where no shop answers", async () => {
    const to = (location: (url: string) => string): FrontRule => {
      return (request, response) => {
        response.writeHead(302, { Location: location(request.url ?? "/") }).end();
        return true;
      };
    };
    const cases: [FrontRule, Cause["code"], string | null][] = [
      [to((url) => `https://www.other-shop.example${url}`), "redirected_to_other_host", null],
      [to((url) => url), "redirect_loop", null],
      [
        (request, response, from) =>
          request.url === "/start" ? refuseLikeNginx(response, 200, "Welcome") : to(() => "/start")(request, response, from),
        "redirected_to_other_host",
        "path_lost",
      ],
      [to((url) => `http://127.0.0.1:22${url}`), "target_not_allowed", "redirect_not_allowed"],
    ];
    for (const [rule, code, reason] of cases) {
      const result = await checkScene({ rule });
      expect(result.causes.map((found) => [found.code, found.reason])).toEqual([[code, reason]]);
    }
  });

  it("from the first refusal on requests are at least 300 ms apart, and never more than two at once before", async () => {
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
    expect(told(result)).toEqual([cause("method_blocked", { methods: ["POST"] })]);
    expect(most).toBeLessThanOrEqual(2);
    const refusedAt = result.probes.find((probe) => probe.method === "POST");
    const later = result.probes.slice(result.probes.indexOf(refusedAt ?? ({} as Probe)) + 1).map((probe) => Date.parse(probe.at));
    for (const [index, at] of later.entries()) if (index > 1) expect(at - (later[index - 1] ?? 0)).toBeGreaterThanOrEqual(290);
  });

  it("a budget is kept, whatever it is", async () => {
    for (const budget of [1, 3, 7]) {
      const result = await checkScene({ rule: (_request, response) => refuseLikeNginx(response), check: { budget } });
      expect(result.requests).toBeLessThanOrEqual(budget);
    }
  });

  it("a target that may not be contacted is refused without a single request", async () => {
    for (const url of ["http://169.254.169.254/", "http://127.0.0.1:6379/", "ftp://shop.example", "http://[::ffff:10.0.0.1]/"]) {
      const result = await runCheck({ url, egress, policy: { allowNetworks: [], allowTargets: [] } });
      expect(result).toMatchObject({ verdict: "refused", requests: 0, causes: [{ code: "target_not_allowed" }] });
    }
  });

  it("a name that never exists is dns_not_found", async () => {
    const result = await runCheck({ url: "http://shop.invalid", platform: "woocommerce", egress, policy });
    expect(result).toMatchObject({ verdict: "unreachable", causes: [{ code: "dns_not_found", layer: "name" }] });
  });

  it("keys are sent to the origin that was given, never to where a redirect leads", async () => {
    const keys = { consumerKey: "ck_topsecretkey", consumerSecret: "cs_topsecretsecret" };
    const shop = await startFakeShop({ platform: "woocommerce", credentials: [keys] });
    const front = await startFront(shop.url, (request, response) => {
      response.writeHead(301, { Location: `${shop.url}${request.url}` }).end();
      return true;
    });
    try {
      const moved = await runCheck({ url: front.url, platform: "woocommerce", egress, policy, credentials: keys });
      expect(moved).toMatchObject({ verdict: "healthy", effectiveUrl: shop.url });
      const carried = () => shop.requests.filter(({ headers, url }) => `${headers["authorization"]} ${url}`.includes("ck_topsecretkey"));
      expect(carried()).toEqual([]);
      await runCheck({ url: shop.url, platform: "woocommerce", egress, policy, credentials: keys });
      expect(carried().length).toBeGreaterThan(0);
    } finally {
      await front.close();
      await shop.close();
    }
  });

  it("keeps of each request its headers, of keys their scheme alone, and of each answer who gave it", async () => {
    const keys = { consumerKey: "ck_topsecretkey", consumerSecret: "cs_topsecretsecret" };
    const result = await checkScene({
      check: { credentials: keys },
      rule: (request, response) => request.method === "PATCH" && refuseLikeNginx(response),
    });
    const carried = result.probes.map((probe) => probe.headers?.["Authorization"]);
    expect(carried).toContain('OAuth oauth_consumer_key="canary"');
    expect(carried.some((value) => value === "Basic ***" || value === "OAuth ***")).toBe(true);
    expect(JSON.stringify(result)).not.toContain("topsecret");
    const by = (method: string) => result.probes.find((probe) => probe.method === method)?.answeredBy;
    expect(by("GET")).toEqual({ software: "woocommerce", evidence: expect.any(String) });
    expect(by("PATCH")).toEqual({ software: "nginx", evidence: "<hr><center>nginx" });
  });

  it("secrets that a shop sends back are masked everywhere", async () => {
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
