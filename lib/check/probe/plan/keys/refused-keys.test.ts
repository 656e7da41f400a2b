import type http from "node:http";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { describeCause, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import type { CheckInput } from "@/lib/check/probe/check-input";
import type { CheckResult } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import causes from "@/lib/i18n/messages/en/causes.json";
import { checkScene, SCENE_KEYS } from "@/lib/testing/check-scene";
import type { FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

const check = (shopSystem: FakeShopSystemName, rule: FrontRule, more: Partial<CheckInput> = {}): Promise<CheckResult> =>
  checkScene({ shopSystem, rule, check: { credentials: SCENE_KEYS[shopSystem], ...more } });

const summarize = ({ verdict, causes }: CheckResult) => [
  verdict,
  ...causes.map(({ code, reason, blocker, affects }) => [code, reason, blocker, affects.join()]),
];

const t = createTranslator({ locale: "en", messages: { causes }, namespace: "causes" }) as unknown as Translate;
const titleOf = ({ causes: [cause] }: CheckResult): string => (cause ? describeCause(t, "en", cause).title : "");

function firstFixOf(shopSystem: FakeShopSystemName, { causes: [cause], url }: CheckResult): string | undefined {
  const context = { url, shopSystem, server: "nginx", addresses: ["203.0.113.5"], userAgents: [], methods: [] };
  return cause && fixesFor(cause, context)[0]?.id;
}

/** The two requests behind the only cause, with their results. */
function pairOf({ causes, probes }: CheckResult) {
  const [cause] = causes;
  const find = (id: string | null | undefined) => probes.find((probe) => probe.id === id);
  const pair = [find(cause?.evidence.pass), find(cause?.evidence.fail)];
  const [pass, fail] = pair;
  const differing = (["method", "path", "userAgent", "from"] as const).filter((aspect) => pass?.[aspect] !== fail?.[aspect]);
  return { certainty: cause?.certainty, differing };
}

const answerJson = (response: http.ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): true => {
  response.writeHead(status, { "Content-Type": "application/json; charset=UTF-8", ...headers });
  response.end(JSON.stringify(value));
  return true;
};

const hasKey = ({ headers }: http.IncomingMessage): boolean => headers.authorization !== undefined;
const isListOfOrders = ({ url = "" }: http.IncomingMessage): boolean => /\/orders(?:\?|$)/.test(url) && !url.includes("999999999");
const criticalError = (response: http.ServerResponse): true =>
  answerJson(response, 500, {
    code: "internal_server_error",
    message: "<p>There has been a critical error on this website.</p>",
    data: { status: 500 },
    additional_errors: [],
  });

const BOTH = "orders_in,tracking_out";

describe.concurrent("a key with which nothing reaches the shop", () => {
  it("a PrestaShop key of another shop of the multistore is not reported as lacking the right to read orders", async () => {
    const result = await check(
      "prestashop",
      (request, response) =>
        hasKey(request) &&
        isListOfOrders(request) &&
        answerJson(
          response,
          403,
          { errors: [{ code: 132, message: "No permission for this key on this shop" }] },
          { "PSWS-Version": "8.2.1" },
        ),
    );
    expect(summarize(result)).toEqual(["blocked", ["credentials_insufficient", "other_shop", null, BOTH]]);
  });

  it("orders whose list breaks WordPress are a server error, proven by the same request without the key", async () => {
    const result = await check("woocommerce", (request, response) => hasKey(request) && isListOfOrders(request) && criticalError(response));
    expect(summarize(result)).toEqual(["blocked", ["server_error", "php_fatal", null, BOTH]]);
    expect(pairOf(result)).toEqual({ certainty: "proven", differing: [] });
  });

  it("a list of orders that never arrives", async () => {
    const result = await check("woocommerce", (request) => hasKey(request) && isListOfOrders(request), {
      timeouts: { firstByteMs: 2_000 },
    });
    expect(summarize(result)).toEqual(["blocked", ["response_timed_out", null, null, BOTH]]);
    expect(pairOf(result)).toEqual({ certainty: "proven", differing: [] });
  });

  for (const shopSystem of ["woocommerce", "magento", "prestashop"] as const) {
    it(`${shopSystem}: a list of orders that is closed to every client blocks orders only`, async () => {
      const result = await check(shopSystem, (request, response) => isListOfOrders(request) && refuseLikeNginx(response));
      expect(summarize(result)).toEqual(["blocked", ["access_denied", null, "nginx", "orders_in"]]);
      expect(pairOf(result)).toEqual({ certainty: "proven", differing: ["path"] });
    });

    it(`${shopSystem}: a request with such a key is rejected`, async () => {
      const isRefused = ({ headers: { authorization = "" } }: http.IncomingMessage) =>
        /^(?:Basic|Bearer|OAuth oauth_consumer_key="ck_)/.test(authorization);
      const result = await check(shopSystem, (request, response) => isRefused(request) && refuseLikeNginx(response));
      expect(summarize(result)).toEqual(["blocked", ["access_denied", "only_with_key", "nginx", BOTH]]);
      expect(titleOf(result)).toBe("Our requests with a key are blocked");
      expect(firstFixOf(shopSystem, result)).toBe("key_header.nginx");
      expect(pairOf(result)).toEqual({ certainty: "proven", differing: [] });
    });

    it(`${shopSystem}: a write with the key is refused, and the same one without it is not`, async () => {
      const result = await check(
        shopSystem,
        (request, response) => hasKey(request) && request.method !== "GET" && refuseLikeNginx(response, 403),
      );
      expect(summarize(result)).toEqual(["degraded", ["access_denied", "only_with_key", "nginx", "tracking_out"]]);
      expect(titleOf(result)).toMatch(/^Our (?:POST|PUT|PATCH) requests with a key are blocked$/);
      expect(pairOf(result)).toEqual({ certainty: "proven", differing: [] });
    });
  }

  it("a server with its own pages for what the shop does not find hides no healthy shop", async () => {
    for (const shopSystem of ["magento", "prestashop", "woocommerce"] as const) {
      const result = await checkScene({
        shopSystem,
        pageInstead: (status) => (status === 400 || status === 404 ? 404 : null),
        check: { credentials: SCENE_KEYS[shopSystem], egress: { addresses: ["127.0.0.2"], control: null } },
      });
      expect(summarize(result)).toEqual(["healthy"]);
    }
  });

  it("a ban that a key triggers is a ban, and blames no User-Agent or key", async () => {
    for (const address of ["127.0.0.2", null]) {
      let isBanned = false;
      const result = await check("woocommerce", (request, response, from) => {
        const isOurs = address === null || from === address;
        isBanned ||= hasKey(request) && isOurs;
        return isBanned && isOurs && refuseLikeNginx(response);
      });
      expect(result.causes.map(({ code, addresses }) => [code, addresses])).toEqual([["banned_during_test", ["127.0.0.2"]]]);
    }
  });

  it("a list of orders that one of our User-Agents may not read, from everywhere or from one address", async () => {
    const closed =
      (address: string | null): FrontRule =>
      (request, response, from) =>
        isListOfOrders(request) &&
        /^SendCloud/.test(request.headers["user-agent"] ?? "") &&
        (address === null || from === address) &&
        refuseLikeNginx(response);
    for (const address of [null, "127.0.0.2"]) {
      const result = await check("woocommerce", closed(address));
      expect(result.verdict).toBe("blocked");
      expect(result.causes.map(({ code, userAgents, addresses }) => [code, userAgents.length, addresses])).toEqual([
        ["user_agent_blocked", 1, address === null ? [] : [address]],
      ]);
      expect(pairOf(result)).toEqual({ certainty: "proven", differing: ["userAgent"] });
    }
  });

  it("PrestaShop's webservice and Shopify's queries that break for the key", async () => {
    const broken: FrontRule = (request, response) => {
      if (!hasKey(request) || !isListOfOrders(request)) return false;
      response.writeHead(500, { "X-Powered-By": "PrestaShop Webservice", "PSWS-Version": "8.2.1" });
      response.end();
      return true;
    };
    expect(summarize(await check("prestashop", broken))).toEqual(["blocked", ["server_error", "php_fatal", null, BOTH]]);
    const say = (code: string): FrontRule => {
      const errors = [{ message: "Something went wrong", extensions: { code } }];
      return (request, response) => request.headers["x-shopify-access-token"] !== undefined && answerJson(response, 200, { errors });
    };
    expect(summarize(await check("shopify", say("INTERNAL_SERVER_ERROR")))).toEqual(["blocked", ["server_error", null, null, BOTH]]);
    expect(summarize(await check("shopify", say("BAD_REQUEST")))).toEqual(["blocked", ["invalid_response", null, null, BOTH]]);
  });

  it("a response to the key that is neither orders nor an error about it", async () => {
    const result = await check(
      "woocommerce",
      (request, response) =>
        hasKey(request) &&
        isListOfOrders(request) &&
        answerJson(response, 400, { code: "rest_invalid_param", message: "Invalid parameter(s): per_page", data: { status: 400 } }),
    );
    expect(summarize(result)).toEqual(["blocked", ["invalid_response", null, null, BOTH]]);
  });
});

const membersOnly = (response: http.ServerResponse): true =>
  answerJson(response, 401, { code: "acme_members_only", message: "Members only.", data: { status: 401 } });
/** All-In-One Security's refusal, sent by `wp_die`. */
const stopped = (response: http.ServerResponse, message = "You are not authorized to perform this action."): true =>
  answerJson(response, 500, { code: "wp_die", message, data: { status: 500 }, additional_errors: [] });
const bringsOurKey = ({ headers: { authorization = "" } }: http.IncomingMessage): boolean =>
  authorization.includes(SCENE_KEYS.woocommerce.consumerKey);
/** WooCommerce checks its keys only for requests below its own routes. */
const isGuest = (request: http.IncomingMessage): boolean => !bringsOurKey(request) || !(request.url ?? "").startsWith("/wp-json/wc/");

describe.concurrent("a shop that answers no request without a key", () => {
  it("is healthy where a plugin lets our key through, and closed by a plugin without one", async () => {
    const rule: FrontRule = (request, response) => isGuest(request) && membersOnly(response);
    expect(summarize(await check("woocommerce", rule))).toEqual(["healthy"]);
    for (const credentials of [undefined, { consumerKey: "ck_0123456789", consumerSecret: "cs_0123456789" }])
      expect(summarize(await check("woocommerce", rule, { credentials }))).toEqual([
        "blocked",
        ["closed_to_visitors", "closed_by_plugin", null, BOTH],
      ]);
    const details = (credentials?: object) => check("woocommerce", rule, { credentials }).then(({ causes }) => causes[0]?.details);
    expect(await details()).toMatchObject({ visitor: "guest" });
    // The plugin treats an unknown key like none.
    const unknown = { consumerKey: "ck_0123456789", consumerSecret: "cs_0123456789" };
    expect(await details(unknown)).toMatchObject({ visitor: "keyed" });
  });

  it("and also refuses one address, whatever key it sends", async () => {
    const rule: FrontRule = (request, response, from) => (isGuest(request) || from === "127.0.0.3") && membersOnly(response);
    expect(summarize(await check("woocommerce", rule))).toEqual(["blocked", ["ip_blocked", "forbidden", "wordpress", BOTH]]);
  });

  it("All-In-One Security, which answers so by a 500", async () => {
    const rule: FrontRule = (request, response) => isGuest(request) && stopped(response);
    expect(summarize(await check("woocommerce", rule))).toEqual(["healthy"]);
    for (const credentials of [undefined, { consumerKey: "ck_0123456789", consumerSecret: "cs_0123456789" }])
      expect(summarize(await check("woocommerce", rule, { credentials }))).toEqual([
        "blocked",
        ["closed_to_visitors", "closed_by_plugin", "aios", BOTH],
      ]);
  });

  it("and whose list of orders breaks", async () => {
    const result = await check("woocommerce", (request, response) =>
      isGuest(request) ? stopped(response) : isListOfOrders(request) && criticalError(response),
    );
    expect(summarize(result)).toEqual(["blocked", ["server_error", "php_fatal", null, "orders_in"]]);
    expect(pairOf(result)).toEqual({ certainty: "proven", differing: ["path"] });
  });

  it("and also refuses PATCH", async () => {
    const rule: FrontRule = (request, response) =>
      request.method === "PATCH" ? refuseLikeNginx(response) : isGuest(request) && stopped(response, "Dieser Bereich ist geschlossen.");
    expect(summarize(await check("woocommerce", rule))).toEqual(["degraded", ["method_blocked", null, "nginx", ""]]);
  });

  it("a client that a plugin stops for its User-Agent or address is reported by both", async () => {
    const byName: FrontRule = (request, response) => /^Sendcloud\/1/.test(request.headers["user-agent"] ?? "") && stopped(response, "No.");
    expect(summarize(await check("woocommerce", byName))).toEqual(["blocked", ["user_agent_blocked", null, "wordpress", BOTH]]);
    const byAddress: FrontRule = (_request, response, from) => from === "127.0.0.3" && stopped(response, "No.");
    expect(summarize(await check("woocommerce", byAddress))).toEqual(["blocked", ["ip_blocked", "forbidden", "wordpress", BOTH]]);
  });

  it("a client that a plugin refuses by a REST error for its User-Agent or address is reported by both", async () => {
    const isRead = ({ method, url = "" }: http.IncomingMessage): boolean => method === "GET" && url.startsWith("/wp-json/");
    const refused = (response: http.ServerResponse): true =>
      answerJson(response, 403, { code: "rest_forbidden", message: "Not for you.", data: { status: 403 } });
    const byName =
      (name: RegExp): FrontRule =>
      (request, response) =>
        isRead(request) && name.test(request.headers["user-agent"] ?? "") && refused(response);
    const byAddress =
      (address: string): FrontRule =>
      (request, response, from) =>
        isRead(request) && from === address && refused(response);
    for (const name of [/^Sendcloud\//, /^SendCloud\//, /^Sendcloud\//i]) {
      const result = await check("woocommerce", byName(name), { credentials: undefined });
      expect(summarize(result)).toEqual(["blocked", ["user_agent_blocked", null, "wordpress", BOTH]]);
      expect(result.causes[0]?.userAgents).toEqual(userAgents("woocommerce").filter((agent) => name.test(agent)));
    }
    for (const address of ["127.0.0.2", "127.0.0.3"])
      for (const keys of [{ credentials: undefined }, {}]) {
        const result = await check("woocommerce", byAddress(address), keys);
        expect(summarize(result)).toEqual(["blocked", ["ip_blocked", "forbidden", "wordpress", BOTH]]);
        expect(result.causes[0]?.addresses).toEqual([address]);
      }
  });

  it("a plugin that closes only WordPress' own part blocks nothing, and is found quickly", async () => {
    const rule: FrontRule = (request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://shop.invalid");
      return /^\/wp-json\/?$/.test(pathname) && membersOnly(response);
    };
    for (const keys of [{ credentials: undefined }, {}]) {
      const result = await check("woocommerce", rule, keys);
      expect(summarize(result)).toEqual(["healthy"]);
      expect(result.requests).toBeLessThanOrEqual(12);
    }
  });

  it("guests are redirected to a sign-in page, or shown maintenance", async () => {
    const signIn: FrontRule = (request, response) => {
      if (!isGuest(request)) return false;
      response.writeHead(302, { Location: `/wp-login.php?redirect_to=${encodeURIComponent(request.url ?? "")}` });
      response.end();
      return true;
    };
    expect(summarize(await check("woocommerce", signIn))).toEqual(["healthy"]);
    expect(summarize(await check("woocommerce", signIn, { credentials: undefined }))).toEqual([
      "blocked",
      ["password_protected", "login_page", null, BOTH],
    ]);
    const soon: FrontRule = (request, response) =>
      isGuest(request) && answerJson(response, 503, { code: "coming_soon", message: "Maintenance", data: { status: 503 } });
    expect(summarize(await check("woocommerce", soon))).toEqual(["healthy"]);
  });

  it("a server that refuses every client without a key", async () => {
    for (const shopSystem of ["woocommerce", "magento", "prestashop"] as const) {
      const rule: FrontRule = (request, response) => !hasKey(request) && refuseLikeNginx(response);
      expect(summarize(await check(shopSystem, rule))).toEqual(["healthy"]);
      expect(summarize(await check(shopSystem, rule, { credentials: undefined }))).toEqual([
        "blocked",
        ["access_denied", null, "nginx", BOTH],
      ]);
    }
  });
});

const tooMany = (response: http.ServerResponse, headers: Record<string, string> = {}): true =>
  answerJson(response, 429, { code: "too_many_requests", message: "Slow down.", data: { status: 429 } }, headers);

describe.concurrent("limits that the shop itself reports", () => {
  it("at the root of WordPress", async () => {
    const result = await check("woocommerce", (_request, response) => tooMany(response, { "Retry-After": "60" }), {
      credentials: undefined,
    });
    expect(summarize(result)).toEqual(["blocked", ["rate_limited", null, "woocommerce", BOTH]]);
  });

  it("in the middle of a check", async () => {
    let count = 0;
    const result = await check(
      "woocommerce",
      (_request, response) => {
        count += 1;
        return count > 4 && tooMany(response, { "Retry-After": "60" });
      },
      { credentials: undefined },
    );
    expect(result.causes.map(({ code, certainty }) => [code, certainty])).toEqual([["rate_limited", "proven"]]);
  });

  it("another 503 of WordPress is maintenance if it says so, otherwise a server error", async () => {
    const say = (code: string, message: string): FrontRule => {
      const error = { code, message, data: { status: 503 } };
      return (_request, response) => answerJson(response, 503, error);
    };
    const resultOf = async (code: string, message: string) =>
      summarize(await check("woocommerce", say(code, message), { credentials: undefined }));
    expect(await resultOf("rest_maintenance", "Back soon.")).toEqual([
      "blocked",
      ["maintenance_mode", "maintenance_announced", null, BOTH],
    ]);
    expect(await resultOf("service_unavailable", "Try later.")).toEqual(["blocked", ["server_error", null, null, BOTH]]);
  });

  it("Shopify, in both of its forms", async () => {
    const isWithToken = ({ headers }: http.IncomingMessage): boolean => headers["x-shopify-access-token"] !== undefined;
    const leaky: FrontRule = (request, response) =>
      isWithToken(request) &&
      answerJson(
        response,
        429,
        { errors: "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service." },
        { "Retry-After": "2.0" },
      );
    const throttled: FrontRule = (request, response) =>
      isWithToken(request) && answerJson(response, 200, { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] });
    for (const rule of [leaky, throttled]) {
      const result = await check("shopify", rule);
      expect(result.causes.map(({ code, blocker }) => [code, blocker])).toEqual([["rate_limited", "shopify"]]);
    }
  });
});

describe.concurrent("a key that may do everything", () => {
  it("needs twelve requests if nothing is missing, with every pair of User-Agent and address", async () => {
    for (const shopSystem of ["prestashop", "woocommerce", "magento"] as const) {
      const result = await check(shopSystem, () => false);
      expect(summarize(result)).toEqual(["healthy"]);
      expect(result.requests).toBeLessThanOrEqual(12);
      expect(new Set(result.probes.map(({ from, userAgent }) => `${from} ${userAgent}`)).size).toBe(4);
    }
  });
});
