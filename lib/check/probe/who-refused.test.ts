import type http from "node:http";
import { describe, expect, it } from "vitest";
import { decideFixer, fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { Cause, CheckResult } from "@/lib/check/result";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

/** Checks a fake WooCommerce behind a front with one rule; its data must be the same afterwards. */
async function check(rule: FrontRule, more: Partial<CheckInput> = {}): Promise<CheckResult> {
  const shop = await startFakeShop({ shopSystem: "woocommerce" });
  const front = await startFront(shop.url, rule);
  try {
    const before = shop.shop.digest();
    const result = await runCheck({ url: front.url, shopSystem: "woocommerce", egress, policy, ...more });
    expect(shop.shop.digest()).toEqual(before);
    expect(result.requests).toBeLessThanOrEqual(24);
    return result;
  } finally {
    await front.close();
    await shop.close();
  }
}

const fixesOf = (result: CheckResult, cause: Cause, server = result.server.software) =>
  fixesFor(cause, {
    url: result.url,
    shopSystem: result.shopSystem,
    server,
    addresses: ["203.0.113.5"],
    userAgents: userAgents("woocommerce"),
    methods: REQUIRED_METHODS,
  });

const only = (result: CheckResult): Cause => {
  const [cause, ...others] = result.causes;
  if (!cause || others.length > 0) throw new Error(`found ${result.causes.map(({ code }) => code).join(", ") || "nothing"}`);
  return cause;
};

type Page = (response: http.ServerResponse) => true;
const page =
  (status: number, body: string, headers: Record<string, string> = {}): Page =>
  (response) => {
    response.writeHead(status, { "Content-Type": "text/html", ...headers }).end(body);
    return true;
  };
const apachePage = page(
  403,
  '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>403 Forbidden</title>\n</head><body></body></html>',
  { Server: "Apache" },
);
const nginxPage: Page = (response) => refuseLikeNginx(response);

describe.concurrent("a proxy's name on every response does not prove who refused", () => {
  const pages: readonly (readonly [what: string, answer: Page, blocker: string | null])[] = [
    ["a page of its own", page(403, "<html><h1>No entry for robots</h1></html>"), null],
    ["an empty 403", page(403, ""), null],
    ["an empty 405", page(405, ""), null],
    ["nginx's page", page(403, "<html><title>403 Forbidden</title><center>x</center><hr><center>nginx</center></html>"), "nginx"],
    [
      "WordPress that stops by itself",
      page(403, '{"code":"wp_die","message":"Forbidden","data":{"status":403},"additional_errors":[]}', {
        "Content-Type": "application/json",
      }),
      "wordpress",
    ],
    ["Cloudflare's own page", page(403, "<title>Attention Required! | Cloudflare</title>"), "cloudflare"],
  ];
  it.each(pages)("%s behind Cloudflare", async (_what, answer, blocker) => {
    const result = await check((request, response) => {
      response.setHeader("Server", "cloudflare");
      return request.method === "PATCH" && answer(response);
    });
    const cause = only(result);
    expect(cause).toMatchObject({ code: "method_blocked", methods: ["PATCH"], blocker });
    const isTheirs = blocker === "cloudflare";
    expect(decideFixer(cause, { shopSystem: "woocommerce", server: result.server.software })).toBe(
      isTheirs || blocker === "wordpress" ? "merchant" : "hosting_provider",
    );
    const found = fixesOf(result, cause).filter((fix) => fix.found);
    expect(found.some(({ software }) => software === "cloudflare")).toBe(isTheirs);
  });
});

describe.concurrent("PATCH and DELETE refused: by a rule of the server, or by the OWASP rules", () => {
  const isWrite = (method: string | undefined): boolean => method === "PATCH" || method === "DELETE";
  /** What the OWASP rules refuse by default, among the requests of a check. */
  const byCoreRules = (request: http.IncomingMessage): boolean =>
    !["GET", "HEAD", "POST", "OPTIONS"].includes(request.method ?? "") ||
    (request.method === "GET" && Number(request.headers["content-length"] ?? 0) > 0);
  const byList = (request: http.IncomingMessage): boolean => !["GET", "HEAD", "POST", "OPTIONS"].includes(request.method ?? "");

  it.each([
    ["Apache's rule about these two", (request: http.IncomingMessage) => isWrite(request.method), apachePage, "apache", "methods.apache"],
    ["nginx's rule about these two", (request: http.IncomingMessage) => isWrite(request.method), nginxPage, "nginx", "methods.nginx"],
    ["a list of methods in Apache", byList, apachePage, "apache", "methods.apache"],
    ["a list of methods in nginx", byList, nginxPage, "nginx", "methods.nginx"],
    ["the OWASP rules in Apache", byCoreRules, apachePage, "modsecurity", "methods.modsecurity"],
    ["the OWASP rules in nginx", byCoreRules, nginxPage, "modsecurity", "methods_in_nginx.modsecurity"],
  ] as const)("%s", async (_what, refuses, answer, blocker, firstFix) => {
    const result = await check((request, response) => refuses(request) && answer(response));
    const cause = only(result);
    expect(cause).toMatchObject({ code: "method_blocked", methods: ["PATCH", "DELETE"], blocker, reason: null });
    const server = answer === nginxPage ? "nginx" : "apache";
    expect(fixesOf(result, cause, server)[0]).toMatchObject({ id: firstFix, found: true });
  });

  // The allowed methods of the OWASP rules are configurable; the refusal of a GET with a body is independent of that list.
  const coreRulesFor =
    (...allowed: string[]) =>
    (request: http.IncomingMessage): boolean =>
      !["GET", "HEAD", ...allowed].includes(request.method ?? "") ||
      (request.method === "GET" && Number(request.headers["content-length"] ?? 0) > 0);
  const list =
    (...allowed: string[]) =>
    (request: http.IncomingMessage): boolean =>
      !["GET", "HEAD", ...allowed].includes(request.method ?? "");
  const page406 = page(406, "<html><h1>Not Acceptable</h1></html>", { Server: "Apache" });

  it.each([
    ["reading and POST", coreRulesFor("POST"), apachePage, ["OPTIONS", "PATCH", "DELETE"], "modsecurity"],
    ["all but DELETE", coreRulesFor("POST", "OPTIONS", "PATCH"), apachePage, ["DELETE"], "modsecurity"],
    ["PUT in place of PATCH and DELETE", coreRulesFor("POST", "OPTIONS", "PUT"), apachePage, ["PATCH", "DELETE"], "modsecurity"],
    ["nothing but reading and OPTIONS", coreRulesFor("OPTIONS"), nginxPage, ["POST", "PATCH", "DELETE"], "modsecurity"],
    ["reading and POST, by 406", coreRulesFor("POST"), page406, ["OPTIONS", "PATCH", "DELETE"], "modsecurity"],
    ["reading and POST, by the server", list("POST"), apachePage, ["OPTIONS", "PATCH", "DELETE"], "apache"],
    ["all but DELETE, by the server", list("POST", "OPTIONS", "PATCH", "PUT"), nginxPage, ["DELETE"], "nginx"],
    ["all but PATCH, by the server's 406", list("POST", "OPTIONS", "DELETE"), page406, ["PATCH"], "apache"],
  ] as const)("with a list of its own: %s", async (_what, refuses, answer, methods, blocker) => {
    const result = await check((request, response) => refuses(request) && answer(response));
    expect(only(result)).toMatchObject({ code: "method_blocked", methods, blocker, reason: null });
  });

  it("are reported as undecided if the rule could not be probed, with both fixes as found", async () => {
    const isAsked = (request: http.IncomingMessage): boolean =>
      request.method === "PUT" || (request.method === "GET" && request.headers["content-length"] !== undefined);
    const rule: FrontRule = (request, response) => {
      if (isAsked(request)) request.socket.destroy();
      return isAsked(request) || (isWrite(request.method) && nginxPage(response));
    };
    const result = await check(rule);
    const cause = only(result);
    expect(cause).toMatchObject({ blocker: "nginx", reason: "rule_unknown" });
    const found = fixesOf(result, cause, "nginx").filter((fix) => fix.found);
    expect(found.map(({ software }) => software)).toEqual(["nginx", "modsecurity"]);
  });

  it("need no extra request if nothing, or something else, is refused", async () => {
    const asked: (string | undefined)[] = [];
    await check((request) => {
      asked.push(request.method);
      return false;
    });
    await check((request, response) => {
      asked.push(request.method);
      return request.method === "DELETE" && nginxPage(response);
    });
    expect(asked).not.toContain("PUT");
  });
});

describe.concurrent("refused User-Agents do not hide what else is wrong", () => {
  const closed: Page = (response) => {
    response.socket?.destroy();
    return true;
  };
  const ways: readonly (readonly [how: string, answer: Page])[] = [
    ["by a closed connection", closed],
    ["by a 500", (response) => refuseLikeNginx(response, 500)],
    ["by a 403", nginxPage],
  ];
  it.each(ways)("%s, while the header is stripped", async (_how, answer) => {
    for (const shopSystem of ["woocommerce", "magento", "prestashop"] as const) {
      const shop = await startFakeShop({ shopSystem, behaviour: { stripAuthorization: true } });
      const front = await startFront(
        shop.url,
        (request, response) => /sendcloud/i.test(request.headers["user-agent"] ?? "") && answer(response),
      );
      try {
        const result = await runCheck({ url: front.url, shopSystem, egress, policy });
        expect(result.causes.map(({ code, userAgents }) => [code, userAgents.length])).toEqual([
          ["user_agent_blocked", 2],
          ["authorization_header_stripped", 0],
        ]);
      } finally {
        await front.close();
        await shop.close();
      }
    }
  });
});

describe.concurrent("a page of a proxy that cannot reach the shop is no refusal", () => {
  const pages: readonly (readonly [name: string, answer: Page])[] = [
    ["Akamai", page(503, "<H1>Service Unavailable - DNS failure</H1> https://errors.edgesuite.net/9.abc")],
    ["Azure Application Gateway", page(502, "<h1>502 Bad Gateway</h1><hr><center>Microsoft-Azure-Application-Gateway/v2</center>")],
    ["Imperva", page(503, "<p>Error code 20: the proxy failed to connect to the web server</p> Incapsula incident ID: 1-2")],
    [
      "CloudFront",
      page(502, "<H1>502 ERROR</H1>CloudFront wasn't able to resolve the origin domain name. Generated by cloudfront (CloudFront)"),
    ],
    ["Sucuri", page(504, "<title>Sucuri WebSite Firewall - Back-end Server Timeout</title>")],
  ];
  it.each(pages)("%s", async (_name, answer) => {
    let stray = true;
    const once = await check((_request, response) => {
      const isFirst = stray;
      stray = false;
      return isFirst && answer(response);
    });
    expect(once).toMatchObject({ verdict: "healthy", causes: [] });
    const always = await check((_request, response) => answer(response));
    expect(only(always)).toMatchObject({ code: "server_error", reason: "backend_down", blocker: null });
  });
});

describe.concurrent("Wordfence's limits", () => {
  const words = [
    "Exceeded the maximum global requests per minute for crawlers or humans.",
    "Exceeded the maximum number of requests per minute for crawlers.",
    "Exceeded the maximum number of page not found errors per minute for a crawler.",
    "Exceeded the maximum number of 404 requests per minute for a known security vulnerability.",
  ];
  const limit = (text: string): Page =>
    page(
      503,
      `<p>Your access to this site has been limited by the site owner</p><td>Block Reason:</td><td>${text}</td> Generated by Wordfence at`,
    );

  it.each(words)("%s", async (text) => {
    const result = await check((_request, response) => limit(text)(response));
    expect(only(result)).toMatchObject({ code: "rate_limited", blocker: "wordfence" });
  });

  it("blame no method if they begin during the check", async () => {
    let requests = 0;
    const result = await check((_request, response) => {
      requests += 1;
      return requests > 6 && limit(words[1] ?? "")(response);
    });
    expect(only(result)).toMatchObject({ code: "rate_limited", blocker: "wordfence", certainty: "proven" });
  });
});

describe.concurrent("protections since 2025 are named by their marks, whatever carried the answer", () => {
  const nginx = { Server: "nginx" };
  const cloudflare = { Server: "cloudflare" };
  const toItself: Page = (response) => {
    response.writeHead(307, { Location: response.req.url ?? "/", "Set-Cookie": "o2s-chl=1; Path=/", "tiger-protect-security": "1" }).end();
    return true;
  };
  const captcha = '<form><input name="crowdsec_captcha"></form>';
  const shield = '<h1>Establishing a secure connection</h1><script src="/bunny-shield/assets/shield-challenge.js"></script>';
  const cases: readonly (readonly [what: string, answer: Page, code: string, blocker: string, fix: string])[] = [
    [
      "Cloudflare's rule about AI bots",
      page(403, "Your request was blocked.", cloudflare),
      "user_agent_blocked",
      "cloudflare_bots",
      "user_agents.cloudflare_bots",
    ],
    [
      "pay per crawl",
      page(402, "", { ...cloudflare, "crawler-price": "USD 0.01" }),
      "user_agent_blocked",
      "cloudflare_bots",
      "user_agents.cloudflare_bots",
    ],
    [
      "AWS WAF that asks for a payment",
      page(402, "{}", { "payment-required": "e30=" }),
      "user_agent_blocked",
      "aws_waf",
      "user_agents.aws_waf",
    ],
    [
      "Hostinger",
      page(403, '<script src="/hcdn-cgi/jschallenge"></script>', { Server: "hcdn" }),
      "bot_challenge",
      "hostinger",
      "challenge.hostinger",
    ],
    ["o2switch, by a redirect to the same URL", toItself, "bot_challenge", "o2switch", "challenge.o2switch"],
    ["o2switch, by a page", page(503, "<title>Test de sécurité</title>"), "bot_challenge", "o2switch", "challenge.o2switch"],
    ["Bunny Shield", page(403, shield, { Server: "BunnyCDN-DE1" }), "bot_challenge", "bunny", "challenge.bunny"],
    ["CrowdSec's captcha", page(401, captcha, nginx), "bot_challenge", "crowdsec", "challenge.crowdsec"],
    [
      "CrowdSec's ban",
      page(403, "<title>CrowdSec Access Forbidden</title>", nginx),
      "user_agent_blocked",
      "crowdsec",
      "user_agents.crowdsec",
    ],
    ["DataDome", page(403, "", { Server: "DataDome", "x-dd-b": "1" }), "bot_challenge", "datadome", "challenge.datadome"],
    [
      "Vercel's challenge",
      page(429, "", { Server: "Vercel", "x-vercel-mitigated": "challenge" }),
      "bot_challenge",
      "vercel",
      "challenge.vercel",
    ],
    [
      "Vercel's refusal",
      page(429, "", { Server: "Vercel", "x-vercel-mitigated": "deny" }),
      "user_agent_blocked",
      "vercel",
      "user_agents.vercel",
    ],
    ["Kasada", page(429, "", { "x-kpsdk-ct": "x" }), "bot_challenge", "kasada", "challenge.kasada"],
    [
      "Web Bot Auth",
      page(403, "", { ...nginx, "Accept-Signature": 'sig1=("@authority")' }),
      "user_agent_blocked",
      "web_bot_auth",
      "user_agents.web_bot_auth",
    ],
  ];

  it.each(cases)("%s", async (_what, answer, code, blocker, fix) => {
    const isForUs = (request: http.IncomingMessage): boolean =>
      code === "bot_challenge" || /sendcloud/i.test(request.headers["user-agent"] ?? "");
    const result = await check((request, response) => isForUs(request) && answer(response));
    const cause = only(result);
    expect(cause).toMatchObject({ code, blocker });
    const found = fixesOf(result, cause).filter((one) => one.found);
    expect(found[0]?.id).toBe(fix);
    expect(found.some(({ software }) => software === "nginx")).toBe(false);
  });

  it("a page that no known product signed names no product, and asks first which product guards the shop", async () => {
    const guard = page(403, "<title>Stop</title><style>p{}</style><p>This visit was stopped by the guard of the shop.</p>", nginx);
    const result = await check((request, response) => request.method === "PATCH" && guard(response));
    const cause = only(result);
    expect(cause).toMatchObject({
      code: "method_blocked",
      blocker: null,
      details: { page: "Stop This visit was stopped by the guard of the shop." },
    });
    const [first, ...others] = fixesOf(result, cause, "nginx");
    expect(first?.id).toBe("methods_unknown.hosting");
    expect(others.filter(({ found }) => found)).toEqual([]);
  });

  it("a host that owns the CDN is named instead of the CDN", async () => {
    const result = await check((request, response) => {
      response.setHeader("Server", "cloudflare");
      response.setHeader("ki-edge", "v=20");
      return request.method === "PATCH" && page(403, "<title>Attention Required! | Cloudflare</title>")(response);
    });
    const cause = only(result);
    expect(cause).toMatchObject({ code: "method_blocked", blocker: "kinsta" });
    expect(fixesOf(result, cause)[0]).toMatchObject({ id: "methods.kinsta", found: true, fixer: "merchant" });
  });

  it("Cloudflare's own failure is not the shop's", async () => {
    const stations =
      '<h1>Internal server error</h1><div id="cf-browser-status"></div><div id="cf-cloudflare-status" class="cf-error-source"></div>';
    const result = await check((_request, response) => page(500, stations, cloudflare)(response));
    const cause = only(result);
    expect(cause).toMatchObject({ code: "server_error", reason: "front_failed" });
    expect(fixesOf(result, cause).map(({ id }) => id)).toEqual(["front_failed.cloudflare"]);
  });
});
