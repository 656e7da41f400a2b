import { describe, expect, it } from "vitest";
import type { Cause } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { cause, checkScene, summarize } from "@/lib/testing/check-scene";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

const [SHORT, LONG] = userAgents("woocommerce");

const agentOf = (request: { headers: { "user-agent"?: string | undefined } }): string => request.headers["user-agent"] ?? "";
const isOurs = (agent: string): boolean => /sendcloud/i.test(agent);

describe.concurrent("the check reports exactly what blocks", () => {
  it("nothing in a healthy shop, in at most 12 requests, and no reused connection as cold", async () => {
    const accepted = new Set<unknown>();
    const result = await checkScene({
      rule: ({ socket }) => {
        accepted.add(socket);
        return false;
      },
    });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    expect(result.requests).toBeLessThanOrEqual(12);
    const cold = result.probes.filter((probe) => probe.coldConnection);
    expect(cold.length).toBe(2);
    expect(accepted.size).toBe(2);
    for (const { coldConnection, timingsMs } of result.probes) {
      expect(timingsMs.connect === null).toBe(!coldConnection);
      expect(timingsMs.tls).toBeNull();
      expect(timingsMs.dns).toBeNull();
    }
  });

  it("nothing with many addresses, on one connection each and two for one, with at most two open", async () => {
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
  ])("%s of many addresses, beside a ban that refused methods triggered", async (_name, blocked) => {
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
    expect(summarize(result)).toContainEqual(cause("ip_blocked", { addresses: [blocked] }));
  });

  it("one User-Agent and two methods at the same time", async () => {
    const rule: FrontRule = (request, response) =>
      (agentOf(request) === SHORT || request.method === "PATCH" || request.method === "DELETE") && refuseLikeNginx(response);
    const result = await checkScene({ rule });
    expect(result.verdict).toBe("blocked");
    expect(summarize(result)).toEqual([
      cause("user_agent_blocked", { userAgents: [SHORT] }),
      cause("method_blocked", { methods: ["PATCH", "DELETE"] }),
    ]);
  });

  it("one address and one method", async () => {
    const result = await checkScene({
      rule: (request, response, from) => (from === "127.0.0.3" || request.method === "PATCH") && refuseLikeNginx(response),
    });
    expect(summarize(result)).toEqual([cause("ip_blocked", { addresses: ["127.0.0.3"] }), cause("method_blocked", { methods: ["PATCH"] })]);
  });

  it("both User-Agents and one address, distinguished by a browser's User-Agent", async () => {
    const result = await checkScene({
      rule: (request, response, from) => (isOurs(agentOf(request)) || from === "127.0.0.2") && refuseLikeNginx(response),
    });
    expect(summarize(result)).toEqual([
      cause("ip_blocked", { addresses: ["127.0.0.2"] }),
      cause("user_agent_blocked", { userAgents: [SHORT, LONG] }),
    ]);
  });

  it("a User-Agent that gets no response", async () => {
    const result = await checkScene({
      rule: (request) => {
        if (isOurs(agentOf(request))) request.socket.destroy();
        return isOurs(agentOf(request));
      },
    });
    expect(summarize(result)).toEqual([cause("user_agent_blocked", { userAgents: [SHORT, LONG] })]);
  });

  it("a method that gets a page with status 200 instead of its answer", async () => {
    const result = await checkScene({
      rule: (request, response) => request.method === "PATCH" && refuseLikeNginx(response, 200, "Denied"),
    });
    expect(summarize(result)).toEqual([cause("method_blocked", { methods: ["PATCH"] })]);
  });

  it("a shop closed to every client, without blaming addresses, User-Agents or methods", async () => {
    const result = await checkScene({ rule: (_request, response) => refuseLikeNginx(response) });
    expect(summarize(result)).toEqual([cause("access_denied")]);
    expect(result.causes[0]?.certainty).toBe("single_observation");
  });

  it("no address block for a closed shop without a control address", async () => {
    const result = await checkScene({
      rule: (_request, response) => refuseLikeNginx(response),
      check: { egress: { addresses: [], control: "127.0.0.4" } },
    });
    expect(summarize(result)).toEqual([cause("access_denied")]);
    expect(result.probes.every((probe) => probe.source === "default" && probe.from === null)).toBe(true);
  });

  it("orders that are refused while the API root is open", async () => {
    const result = await checkScene({
      rule: (request, response) => (request.url ?? "").includes("/wc/v3/") && isOurs(agentOf(request)) && refuseLikeNginx(response),
    });
    expect(summarize(result)).toEqual([cause("user_agent_blocked", { userAgents: [SHORT, LONG] })]);
  });

  it("a ban that begins during the check, beside what was proven before it", async () => {
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
    expect(summarize(result)).toEqual([
      cause("method_blocked", { methods: ["PATCH", "DELETE"] }),
      cause("banned_during_test", { addresses: ["127.0.0.2"] }),
    ]);
  });

  it("a ban without any refusal before it, and no method", async () => {
    let requests = 0;
    const result = await checkScene({
      rule: (request, _response, from) => {
        if (from !== "127.0.0.2") return false;
        requests += 1;
        if (requests > 5) request.socket.resetAndDestroy();
        return requests > 5;
      },
    });
    expect(summarize(result)).toEqual([cause("banned_during_test", { addresses: ["127.0.0.2"] })]);
  });

  it("no method for a ban by request count that looks like a refusal, but for one by a refusal", async () => {
    let requests = 0;
    const byNumber = await checkScene({
      rule: (_request, response, from) => {
        if (from === "127.0.0.2") requests += 1;
        return from === "127.0.0.2" && requests > 5 && refuseLikeNginx(response);
      },
    });
    expect(summarize(byNumber)).toEqual([cause("banned_during_test", { addresses: ["127.0.0.2"] })]);
    const banned = new Set<string>();
    const byRefusal = await checkScene({
      rule: (request, response, from) => {
        if (banned.has(from)) return refuseLikeNginx(response);
        if (request.method !== "PATCH") return false;
        banned.add(from);
        return refuseLikeNginx(response);
      },
    });
    expect(summarize(byRefusal)).toEqual([
      cause("method_blocked", { methods: ["PATCH"] }),
      cause("banned_during_test", { addresses: ["127.0.0.2"] }),
    ]);
  });

  it("429 for our User-Agents or one method as a refusal, and 429 for every client as a limit", async () => {
    const limit: FrontRule = (_request, response) => refuseLikeNginx(response, 429, "Too Many Requests");
    const [names, method, everybody] = await Promise.all([
      checkScene({ rule: (request, response, from) => isOurs(agentOf(request)) && limit(request, response, from) }),
      checkScene({ rule: (request, response, from) => request.method === "DELETE" && limit(request, response, from) }),
      checkScene({ rule: limit }),
    ]);
    expect(summarize(names)).toEqual([cause("user_agent_blocked", { userAgents: [SHORT, LONG] })]);
    expect(summarize(method)).toEqual([cause("method_blocked", { methods: ["DELETE"] })]);
    expect(summarize(everybody)).toEqual([cause("rate_limited")]);
  });

  it("nothing if a server closes idle connections, without slowing down or opening more of them", async () => {
    const result = await checkScene({
      rule: (request, response) => {
        response.once("finish", () => setTimeout(() => request.socket.destroy(), 1));
        return false;
      },
    });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    const failed = result.probes.filter((probe) => !probe.passed);
    // Each of the two lanes may hit one closed connection.
    expect(failed.length).toBeLessThanOrEqual(2);
    const started = result.probes.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
    const apart = started.slice(1).map((at, index) => at - (started[index] ?? at));
    // When backing off, requests are 300 ms apart.
    expect(apart.filter((milliseconds) => milliseconds < 300).length).toBeGreaterThanOrEqual(result.requests / 2);
  });

  it("nothing if a server fails on kept connections only", async () => {
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

  it("nothing for an error that is over a moment later", async () => {
    const result = await checkScene({ behaviour: { serverErrors: { next: 1, status: 502 } } });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
  });

  it("nothing for an OPTIONS that a proxy answers by itself", async () => {
    const result = await checkScene({
      rule: (request, response) => {
        if (request.method === "OPTIONS") response.writeHead(204, { "Access-Control-Allow-Origin": "*" }).end();
        return request.method === "OPTIONS";
      },
    });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    for (const probe of result.probes.filter(({ method }) => method === "OPTIONS")) expect(probe.passed).toBe(true);
  });

  it("redirects to another site, in a loop, away from the API, to a port where no shop answers, and to another scheme", async () => {
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
      [to(() => "file:///etc/passwd"), "target_not_allowed", "redirect_not_allowed"],
      [to(() => "gopher://127.0.0.1:6379/_x"), "target_not_allowed", "redirect_not_allowed"],
    ];
    for (const [rule, code, reason] of cases) {
      const result = await checkScene({ rule });
      expect(result.causes.map((found) => [found.code, found.reason])).toEqual([[code, reason]]);
    }
  });
});
