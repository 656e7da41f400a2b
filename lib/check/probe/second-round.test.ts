import { describe, expect, it } from "vitest";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { runCheck } from "@/lib/check/probe/check-shop";
import { type CheckResult, METHODS, type Probe } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const [SHORT, LONG] = userAgents("woocommerce");
const APACHE_PAGE =
  '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>403 Forbidden</title>\n</head><body>\n<h1>Forbidden</h1>\n<p>You don\'t have permission to access this resource.</p>\n<hr>\n<address>Apache/2.4.62 (Debian) Server at shop.example Port 80</address>\n</body></html>\n';
const KEY = { consumerKey: `ck_${"a1".repeat(20)}`, consumerSecret: `cs_${"b2".repeat(20)}` };
const [FIRST, SECOND, THIRD] = ["127.0.0.2", "127.0.0.3", "127.0.0.5"] as const;

async function check(refuses: (visitor: { method: string; agent: string; from: string }) => boolean, input: Partial<CheckInput> = {}) {
  const rule: FrontRule = (request, response, from) =>
    refuses({ method: request.method ?? "", agent: request.headers["user-agent"] ?? "", from }) && refuseLikeNginx(response);
  const shop = await startFakeShop({ shopSystem: "woocommerce", credentials: [KEY] });
  const front = await startFront(shop.url, rule);
  try {
    const before = shop.shop.digest();
    const result = await runCheck({
      url: front.url,
      shopSystem: "woocommerce",
      egress: { addresses: [FIRST, SECOND], control: "127.0.0.4" },
      policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
      ...input,
    });
    expect(shop.shop.digest()).toEqual(before);
    expect(result.requests).toBeLessThanOrEqual(24);
    for (const { evidence } of result.causes.filter(({ layer }) => layer !== "credentials")) {
      const [pass, fail] = [evidence.pass, evidence.fail].map((id) => result.probes.find((probe) => probe.id === id));
      expect(
        pass && fail && (["method", "path", "userAgent", "from"] as const).filter((aspect) => pass[aspect] !== fail[aspect]).length,
      ).toBe(1);
    }
    return result;
  } finally {
    await front.close();
    await shop.close();
  }
}

const summarize = (result: CheckResult) => result.causes.map((cause) => [cause.code, cause.methods, cause.userAgents, cause.addresses]);
const seen = (result: CheckResult, aspect: (probe: Probe) => string | null) =>
  new Map([...Map.groupBy(result.probes, ({ method }) => method)].map(([method, probes]) => [method, new Set(probes.map(aspect)).size]));

describe.concurrent("a method that is refused to one of our addresses or User-Agents", () => {
  it("a healthy check sends every method from both addresses with both User-Agents, in at most 12 requests", async () => {
    const result = await check(() => false);
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    expect(result.requests).toBeLessThanOrEqual(12);
    const [byAddress, byName] = [seen(result, ({ from }) => from), seen(result, ({ userAgent }) => userAgent)];
    for (const method of METHODS) expect([byAddress.get(method), byName.get(method)]).toEqual([2, 2]);
    expect(new Set(result.probes.map(({ from, userAgent }) => `${from} ${userAgent}`)).size).toBe(4);
  });

  for (const address of [FIRST, SECOND])
    it(`PATCH from ${address} only`, async () => {
      const result = await check(({ method, from }) => method === "PATCH" && from === address);
      expect(summarize(result)).toEqual([["method_blocked", ["PATCH"], [], [address]]]);
      expect(result.verdict).toBe("degraded");
    });

  for (const name of [SHORT, LONG])
    it(`PATCH and DELETE with the User-Agent ${name} only`, async () => {
      const result = await check(({ method, agent }) => /PATCH|DELETE/.test(method) && agent === name);
      expect(summarize(result)).toEqual([["method_blocked", ["PATCH", "DELETE"], [name], []]]);
    });

  // With a key, the write counts as one method's second request and OPTIONS gets none, unless they are refused.
  for (const methods of [["POST"], ["OPTIONS"], ["PATCH"], ["DELETE"], ["POST", "PATCH", "DELETE"]])
    for (const who of methods[0] === "OPTIONS" ? [SHORT, FIRST] : [SHORT, LONG, FIRST, SECOND])
      it(`${methods.join(" and ")} of ${who} only, with a key`, async () => {
        const refuses = ({ method, agent, from }: { method: string; agent: string; from: string }): boolean =>
          methods.includes(method) && (agent === who || from === who);
        const isName = who === SHORT || who === LONG;
        const result = await check(refuses, { credentials: KEY });
        expect(summarize(result)).toEqual([["method_blocked", methods, isName ? [who] : [], isName ? [] : [who]]]);
      });

  // From fourteen requests on, one method shows whether its User-Agent or its address is refused; the others are refused alike.
  for (const budget of [14, 15, 16, 17, 19])
    it(`three methods of one User-Agent, with ${budget} requests`, async () => {
      const result = await check(({ method, agent }) => /POST|PATCH|DELETE/.test(method) && agent === LONG, { budget });
      expect(summarize(result)).toEqual([["method_blocked", ["POST", "PATCH", "DELETE"], [LONG], []]]);
    });

  it("POST and OPTIONS for every client and PATCH for one User-Agent, refused by the same page", async () => {
    const result = await check(({ method, agent }) => /POST|OPTIONS/.test(method) || (method === "PATCH" && agent === SHORT));
    expect(summarize(result)).toEqual([
      ["method_blocked", ["POST", "OPTIONS"], [], []],
      ["method_blocked", ["PATCH"], [SHORT], []],
    ]);
  });

  for (const who of [SHORT, LONG, FIRST, SECOND])
    it(`POST of ${who} only, with an unknown key`, async () => {
      const credentials = { ...KEY, consumerKey: "ck_0123456789" };
      const result = await check(({ method, agent, from }) => method === "POST" && (agent === who || from === who), { credentials });
      const isName = who === SHORT || who === LONG;
      expect(summarize(result)).toContainEqual(["method_blocked", ["POST"], isName ? [who] : [], isName ? [] : [who]]);
      expect(result.causes.map(({ code }) => code)).toEqual(["method_blocked", "credentials_rejected"]);
    });

  it("all unusual methods, and POST of one User-Agent, with a key", async () => {
    const result = await check(({ method, agent }) => !/GET|POST/.test(method) || (method === "POST" && agent === SHORT), {
      credentials: KEY,
    });
    expect(summarize(result)).toEqual([
      ["method_blocked", ["POST"], [SHORT], []],
      ["method_blocked", ["OPTIONS", "PATCH", "DELETE"], [], []],
    ]);
  });

  it("all unusual methods from one address, OPTIONS too", async () => {
    const result = await check(({ method, from }) => !/GET|POST/.test(method) && from === SECOND);
    expect(summarize(result)).toEqual([["method_blocked", ["OPTIONS", "PATCH", "DELETE"], [], [SECOND]]]);
  });

  it("PATCH only for one pair of address and User-Agent", async () => {
    const result = await check(({ method, from, agent }) => method === "PATCH" && from === SECOND && agent === LONG);
    expect(summarize(result)).toEqual([["method_blocked", ["PATCH"], [LONG], [SECOND]]]);
  });

  it("methods that the control alone may use are refused to our addresses", async () => {
    const result = await check(({ method, from }) => /PATCH|DELETE/.test(method) && from !== "127.0.0.4");
    expect(summarize(result)).toEqual([["method_blocked", ["PATCH", "DELETE"], [], [FIRST, SECOND]]]);
  });

  it("two that are refused to all our addresses, one of which the control may use", async () => {
    const result = await check(({ method, from }) => method === "PATCH" || (method === "DELETE" && from !== "127.0.0.4"));
    expect(summarize(result)).toEqual([["method_blocked", ["PATCH", "DELETE"], [], []]]);
  });

  it("DELETE for every client and PATCH from one address as two causes", async () => {
    const result = await check(({ method, from }) => method === "DELETE" || (method === "PATCH" && from === SECOND));
    expect(summarize(result)).toEqual([
      ["method_blocked", ["PATCH"], [], [SECOND]],
      ["method_blocked", ["DELETE"], [], []],
    ]);
  });

  it("one address of three", async () => {
    const result = await check(({ method, from }) => method === "PATCH" && from !== FIRST, {
      egress: { addresses: [FIRST, SECOND, THIRD], control: null },
    });
    expect(summarize(result)).toEqual([["method_blocked", ["PATCH"], [], [SECOND, THIRD]]]);
  });

  describe("of four addresses", () => {
    const FOURTH = "127.0.0.6";
    const egress = { addresses: [FIRST, SECOND, THIRD, FOURTH], control: null };

    it("each sends every method and both User-Agents, as far as the budget allows", async () => {
      for (const credentials of [undefined, KEY]) {
        const result = await check(() => false, { egress, credentials });
        expect(result).toMatchObject({ verdict: "healthy", causes: [] });
        expect(new Set(result.probes.map(({ from, userAgent }) => `${from} ${userAgent}`)).size).toBe(8);
        for (const method of METHODS) expect([method, seen(result, ({ from }) => from).get(method)]).toEqual([method, 4]);
        for (const method of METHODS) expect(seen(result, ({ userAgent }) => userAgent).get(method)).toBe(2);
        const asked = new Set(result.probes.map(({ purpose }) => purpose));
        expect(credentials ? asked.has("read_orders") && asked.has("write_tracking") : asked.has("dummy_credential")).toBe(true);
      }
    });

    for (const method of ["POST", "OPTIONS", "DELETE"])
      for (const address of egress.addresses)
        it(`${method} from ${address} only`, async () => {
          const result = await check((visitor) => visitor.method === method && visitor.from === address, { egress });
          expect(summarize(result)).toEqual([["method_blocked", [method], [], [address]]]);
        });

    it("DELETE from the last of five only", async () => {
      const addresses = [...egress.addresses, "127.0.0.7"];
      const result = await check(({ method, from }) => method === "DELETE" && from === "127.0.0.7", {
        egress: { addresses, control: null },
      });
      expect(summarize(result)).toEqual([["method_blocked", ["DELETE"], [], ["127.0.0.7"]]]);
    });

    it("eight as well, with and without a key", async () => {
      const addresses = [FIRST, SECOND, THIRD, FOURTH, "127.0.0.7", "127.0.0.8", "127.0.0.9", "127.0.0.10"];
      for (const credentials of [undefined, KEY]) {
        const result = await check(() => false, { egress: { addresses, control: null }, credentials });
        expect(result).toMatchObject({ verdict: "healthy", causes: [] });
        expect(new Set(result.probes.map(({ from, userAgent }) => `${from} ${userAgent}`)).size).toBe(16);
        expect(seen(result, ({ from }) => from).get("PATCH")).toBe(8);
        const asked = new Set(result.probes.map(({ purpose }) => purpose));
        expect(credentials ? asked.has("read_orders") && asked.has("write_tracking") : asked.has("dummy_credential")).toBe(true);
      }
    });

    for (const address of egress.addresses)
      it(`PATCH from ${address} only`, async () => {
        const result = await check(({ method, from }) => method === "PATCH" && from === address, { egress });
        expect(summarize(result)).toEqual([["method_blocked", ["PATCH"], [], [address]]]);
      });

    it("unusual methods are refused to the two that are not on a list", async () => {
      const rule = ({ method, from }: { method: string; from: string }) => !/GET|POST/.test(method) && (from === THIRD || from === FOURTH);
      const result = await check(rule, { egress });
      expect(summarize(result)).toEqual([["method_blocked", ["OPTIONS", "PATCH", "DELETE"], [], [THIRD, FOURTH]]]);
    });

    it("unusual methods are refused to all but the first", async () => {
      const result = await check(({ method, from }) => !/GET|POST/.test(method) && from !== FIRST, { egress });
      expect(summarize(result)).toEqual([["method_blocked", ["OPTIONS", "PATCH", "DELETE"], [], [SECOND, THIRD, FOURTH]]]);
    });

    it("one of them is refused, or one User-Agent from one of them", async () => {
      const byAddress = await check(({ from }) => from === FOURTH, { egress: { ...egress, control: "127.0.0.4" } });
      expect(summarize(byAddress)).toEqual([["ip_blocked", [], [], [FOURTH]]]);
      const byName = await check(({ from, agent }) => from === THIRD && agent === LONG, { egress });
      expect(summarize(byName)).toEqual([["user_agent_blocked", [], [LONG], [THIRD]]]);
    });
  });

  it("with a single address only the User-Agent differs", async () => {
    const result = await check(({ method, agent }) => method === "DELETE" && agent === LONG, {
      egress: { addresses: [], control: null },
    });
    expect(summarize(result)).toEqual([["method_blocked", ["DELETE"], [LONG], []]]);
  });

  it("a User-Agent that is refused from one address is not reported as methods", async () => {
    const result = await check(({ agent, from }) => agent === LONG && from === SECOND);
    expect(summarize(result)).toEqual([["user_agent_blocked", [], [LONG], [SECOND]]]);
  });
});

// The twelve requests cover every pair of method, User-Agent and address. A triple is found only if it is one of them.
describe.concurrent("every pair of method, User-Agent and address", () => {
  const unusual = ["POST", "OPTIONS", "PATCH", "DELETE"];
  for (const method of unusual) {
    for (const address of [FIRST, SECOND])
      it(`${method} × ${address}`, async () => {
        const result = await check((visitor) => visitor.method === method && visitor.from === address);
        expect(summarize(result)).toEqual([["method_blocked", [method], [], [address]]]);
      });
    for (const name of [SHORT, LONG])
      it(`${method} × ${name}`, async () => {
        const result = await check((visitor) => visitor.method === method && visitor.agent === name);
        expect(summarize(result)).toEqual([["method_blocked", [method], [name], []]]);
      });
    it(`${method} × the third address`, async () => {
      const result = await check((visitor) => visitor.method === method && visitor.from === THIRD, {
        egress: { addresses: [FIRST, SECOND, THIRD], control: null },
      });
      expect(summarize(result)).toEqual([["method_blocked", [method], [], [THIRD]]]);
    });
  }
  it("PATCH × the third address, while POST is refused to every client", async () => {
    const result = await check(({ method, from }) => method === "POST" || (method === "PATCH" && from === THIRD), {
      egress: { addresses: [FIRST, SECOND, THIRD], control: null },
    });
    expect(summarize(result)).toEqual([
      ["method_blocked", ["POST"], [], []],
      ["method_blocked", ["PATCH"], [], [THIRD]],
    ]);
  });
  for (const address of [FIRST, SECOND])
    for (const name of [SHORT, LONG])
      for (const credentials of [undefined, KEY])
        it(`${name} × ${address}${credentials ? ", with a key" : ""}`, async () => {
          const result = await check((visitor) => visitor.agent === name && visitor.from === address, { credentials });
          expect(summarize(result)).toEqual([["user_agent_blocked", [], [name], [address]]]);
        });
  const triples: readonly (readonly [string, string, string])[] = [
    ...["POST", "PATCH"].flatMap((method) => [[method, FIRST, SHORT] as const, [method, SECOND, LONG] as const]),
    ...["OPTIONS", "DELETE"].flatMap((method) => [[method, FIRST, LONG] as const, [method, SECOND, SHORT] as const]),
  ];
  for (const [method, address, name] of triples)
    it(`${method} × ${address} × ${name}, which is one of those that are sent`, async () => {
      const result = await check((visitor) => visitor.method === method && visitor.from === address && visitor.agent === name);
      expect(summarize(result)).toEqual([["method_blocked", [method], [name], [address]]]);
    });
  // Of the methods that servers refuse together, one is sent for each pair; if it is refused, the others follow.
  for (const address of [FIRST, SECOND])
    for (const name of [SHORT, LONG])
      for (const methods of [["PATCH", "DELETE"], ["OPTIONS", "PATCH", "DELETE"], unusual])
        it(`${methods.join(", ")} × ${address} × ${name}`, async () => {
          const result = await check((visitor) => methods.includes(visitor.method) && visitor.from === address && visitor.agent === name);
          expect(summarize(result)).toEqual([["method_blocked", methods, [name], [address]]]);
        });
  it("with a key every method but OPTIONS is sent by two visitors, in twelve requests", async () => {
    const result = await check(() => false, { credentials: KEY });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    expect(result.requests).toBeLessThanOrEqual(12);
    const [byAddress, byName] = [seen(result, ({ from }) => from), seen(result, ({ userAgent }) => userAgent)];
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) expect([byAddress.get(method), byName.get(method)]).toEqual([2, 2]);
  });
});

describe.concurrent("with a key OPTIONS is sent by one visitor, in turn", () => {
  it("two checks cover both, each in twelve requests, and every visitor sends something in each", async () => {
    const first = await check(() => false, { credentials: KEY });
    const second = await check(() => false, { credentials: KEY, before: first.probes });
    const third = await check(() => false, { credentials: KEY, before: second.probes });
    const askedAs = [first, second, third].map(({ probes }) =>
      probes.filter(({ method }) => method === "OPTIONS").map(({ from, userAgent }) => [from, userAgent]),
    );
    expect(askedAs).toEqual([[[FIRST, SHORT]], [[SECOND, LONG]], [[FIRST, SHORT]]]);
    for (const result of [first, second, third]) {
      expect(result).toMatchObject({ verdict: "healthy", causes: [] });
      expect(result.requests).toBeLessThanOrEqual(12);
      expect(new Set(result.probes.map(({ from, userAgent }) => `${from} ${userAgent}`)).size).toBe(4);
    }
  });

  for (const who of [FIRST, SECOND, SHORT, LONG])
    it(`OPTIONS × ${who} is found by the second check at the latest, and stays until it is gone`, async () => {
      let isRefused = true;
      const refuses: Parameters<typeof check>[0] = ({ method, from, agent }) =>
        isRefused && method === "OPTIONS" && (from === who || agent === who);
      const isAddress = who === FIRST || who === SECOND;
      const cause = ["method_blocked", ["OPTIONS"], isAddress ? [] : [who], isAddress ? [who] : []];
      const first = await check(refuses, { credentials: KEY });
      const second = await check(refuses, { credentials: KEY, before: first.probes });
      const third = await check(refuses, { credentials: KEY, before: second.probes });
      expect([summarize(first), summarize(second), summarize(third)]).toEqual([
        who === FIRST || who === SHORT ? [cause] : [],
        [cause],
        [cause],
      ]);
      isRefused = false;
      expect(summarize(await check(refuses, { credentials: KEY, before: third.probes }))).toEqual([]);
    });

  it("with a single address by User-Agent only", async () => {
    const input = { credentials: KEY, egress: { addresses: [], control: null } };
    const first = await check(() => false, input);
    const second = await check(({ method, agent }) => method === "OPTIONS" && agent === LONG, { ...input, before: first.probes });
    expect(summarize(second)).toEqual([["method_blocked", ["OPTIONS"], [LONG], []]]);
  });
});

it("two methods that two servers refuse are two causes, each with its server", async () => {
  const shop = await startFakeShop({ shopSystem: "woocommerce" });
  const front = await startFront(shop.url, (request, response) => {
    if (request.method === "PATCH") return refuseLikeNginx(response, 405, "Not Allowed");
    if (request.method !== "DELETE") return false;
    response.writeHead(403, { Server: "nginx/1.26.3", "Content-Type": "text/html" });
    response.end(APACHE_PAGE);
    return true;
  });
  try {
    const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
    const egress = { addresses: [FIRST, SECOND], control: "127.0.0.4" };
    const result = await runCheck({ url: front.url, shopSystem: "woocommerce", egress, policy });
    expect(result.causes.map(({ code, methods, blocker }) => [code, methods, blocker])).toEqual([
      ["method_blocked", ["PATCH"], "nginx"],
      ["method_blocked", ["DELETE"], "apache"],
    ]);
  } finally {
    await front.close();
    await shop.close();
  }
});

describe.concurrent("a limit that one address has already exhausted", () => {
  for (const address of [FIRST, SECOND])
    it(`${address}: the others are probed, and PATCH is found too`, async () => {
      const shop = await startFakeShop({ shopSystem: "woocommerce" });
      const front = await startFront(shop.url, (request, response, from) => {
        if (request.method === "PATCH") return refuseLikeNginx(response);
        if (from !== address) return false;
        response.writeHead(429, { "Retry-After": "120", "Content-Type": "text/plain" });
        response.end("slow down");
        return true;
      });
      try {
        const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
        const egress = { addresses: [FIRST, SECOND], control: null };
        const result = await runCheck({ url: front.url, shopSystem: "woocommerce", egress, policy });
        expect(result.causes.map(({ code, methods }) => [code, methods])).toEqual([
          ["method_blocked", ["PATCH"]],
          ["rate_limited", []],
        ]);
        expect(result.causes.find(({ code }) => code === "rate_limited")).toMatchObject({ certainty: "proven" });
        expect(result.verdict).toBe("degraded");
        // A limit is not probed further.
        expect(result.probes.filter(({ from, status }) => from === address && status === 429).length).toBeLessThanOrEqual(3);
      } finally {
        await front.close();
        await shop.close();
      }
    });
});
