import fc from "fast-check";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { type Fix, type FixContext, type FixedCause, SNIPPET_PLACES } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor, RECIPES } from "@/lib/check/diagnosis/fixes/fixes-for";
import { makeScope } from "@/lib/check/diagnosis/fixes/scope";
import { BOT_PROTECTIONS, FIX_SOFTWARE } from "@/lib/check/diagnosis/fixes/software";
import { CAUSE_REASONS } from "@/lib/check/diagnosis/reasons";
import { SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import de from "@/lib/i18n/messages/de/fixes.json";
import en from "@/lib/i18n/messages/en/fixes.json";

const REASONS: Partial<Record<CauseCode, readonly string[]>> = CAUSE_REASONS;

const ADDRESSES = ["203.0.113.5", "203.0.113.77", "2001:db8::5"];

const contextOf = (more: Partial<FixContext> = {}): FixContext => ({
  url: "https://shop.example",
  shopSystem: "woocommerce",
  server: "nginx",
  addresses: ADDRESSES,
  userAgents: userAgents("woocommerce"),
  methods: REQUIRED_METHODS,
  ...more,
});

const causeOf = (code: CauseCode, more: Partial<FixedCause> = {}): FixedCause => ({
  code,
  reason: null,
  blocker: null,
  methods: [],
  addresses: [],
  userAgents: [],
  ...more,
});

/** All fixes, each for a shop that gets it. */
const allFixes = (context: Partial<FixContext> = {}): Fix[] =>
  CAUSE_CODES.flatMap((code) =>
    [null, ...(REASONS[code] ?? [])].flatMap((reason) =>
      [...SHOP_SYSTEMS, null].flatMap((shopSystem) =>
        fixesFor(causeOf(code, { reason, methods: ["PATCH", "DELETE"] }), contextOf({ shopSystem, ...context })),
      ),
    ),
  ).concat(ofRefusers(context));

/** Those of products that only a named refuser has, of a closed or redirected path, and of a page that no known product signed. */
const ofRefusers = (context: Partial<FixContext>): Fix[] =>
  CAUSE_CODES.flatMap((code) => [
    ...[...BOT_PROTECTIONS, "perimeterx", SHOP_SOFTWARE].flatMap((blocker) => fixesFor(causeOf(code, { blocker }), contextOf(context))),
    ...fixesFor(causeOf(code, { details: { path: "/wp-json" } }), contextOf(context)),
    ...fixesFor(causeOf(code, { reason: "path_redirected", details: { by: "wordpress" } }), contextOf(context)),
    ...fixesFor(causeOf(code, { details: { page: "Your visit was stopped by the guard of this shop" } }), contextOf(context)),
  ]);

const usedKeys = (fixes: readonly Fix[]): Set<string> =>
  new Set(fixes.flatMap((fix) => [...fix.steps, ...fix.warnings, ...fix.snippets.map((snippet) => snippet.title)]).map(({ key }) => key));

const flatten = (messages: object, prefix = ""): string[] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : flatten(value, `${prefix}${key}.`),
  );

describe.each([
  ["en", en],
  ["de", de],
] as const)("fixes in words (%s)", (locale, fixes) => {
  const onError = (error: Error) => {
    throw error;
  };
  const t = createTranslator({ locale, messages: { fixes }, namespace: "fixes", onError }) as unknown as Translate;

  it("every cause on every shop system has a fix, and every fix has steps, and titles and places for its snippets", () => {
    for (const code of CAUSE_CODES) {
      for (const shopSystem of [...SHOP_SYSTEMS, null])
        expect(fixesFor(causeOf(code), contextOf({ shopSystem })), `${code} ${shopSystem}`).not.toEqual([]);
    }
    for (const fix of allFixes()) {
      const words = describeFix(t, fix);
      expect(words.steps.length, fix.id).toBeGreaterThan(0);
      for (const text of [...words.steps, ...words.warnings, ...words.snippets.flatMap(({ title, place }) => [title, place])]) {
        expect(text, fix.id).not.toMatch(/undefined|\{\w+\}/);
        expect(text.trim()).not.toBe("");
      }
    }
  });

  it("only code that replaces other code is printed below what it replaces, and every such code is", () => {
    for (const fix of allFixes())
      for (const [index, { replaces }] of describeFix(t, fix).snippets.entries())
        expect(replaces !== null, `${fix.id} ${index}`).toBe(fix.snippets[index]?.place === "instead_of");
  });

  it("no message is missing or unused", () => {
    const keys = usedKeys([...allFixes(), ...allFixes({ addresses: [] })]);
    const shown = flatten(fixes).filter((key) => /^(steps|snippets|warnings)\./.test(key));
    expect(shown.sort()).toEqual([...keys].sort());
    expect(Object.keys(fixes.software).sort()).toEqual([...FIX_SOFTWARE].sort());
    expect(Object.keys(fixes.places).sort()).toEqual([...SNIPPET_PLACES].sort());
  });
});

describe("which fix comes first", () => {
  const first = (cause: FixedCause, context: Partial<FixContext> = {}) => fixesFor(cause, contextOf(context))[0];

  it("is for the software that the check found, the blocker before the server", () => {
    expect(first(causeOf("method_blocked", { methods: ["POST"] }), { server: "nginx" })).toMatchObject({
      id: "methods.nginx",
      found: true,
    });
    expect(first(causeOf("method_blocked", { methods: ["PATCH"], blocker: "haproxy" }))).toMatchObject({
      id: "methods.haproxy",
      found: true,
    });
    expect(first(causeOf("user_agent_blocked", { blocker: "wordfence" }))).toMatchObject({
      id: "user_agents.wordfence",
      fixer: "merchant",
    });
    expect(first(causeOf("authorization_header_stripped"), { server: "apache" })).toMatchObject({
      id: "authorization.php_fpm",
      found: true,
    });
  });

  it("is PrestaShop's own where Apache finds no rule for its webservice: it writes a lost .htaccess anew", () => {
    const missing = causeOf("api_not_found", { reason: "rewrite_missing" });
    expect(first(missing, { server: "apache", shopSystem: "prestashop" })).toMatchObject({ id: "rewrite.prestashop", fixer: "merchant" });
    expect(first(missing, { server: "nginx", shopSystem: "prestashop" })?.id).toBe("rewrite_prestashop.nginx");
  });

  it("is ModSecurity's on Apache if exactly the methods are refused that the core rules refuse by default", () => {
    expect(first(causeOf("method_blocked", { methods: ["PATCH", "DELETE"] }), { server: "apache" })?.id).toBe("methods.modsecurity");
    expect(first(causeOf("method_blocked", { methods: ["OPTIONS", "PATCH"] }), { server: "apache" })?.id).toBe("methods.apache");
  });

  it("comes with how to tell Apache's page from ModSecurity's, which is the same", () => {
    const fixes = fixesFor(causeOf("method_blocked", { methods: ["DELETE", "PATCH"], blocker: "apache" }), contextOf({ server: "apache" }));
    expect(fixes.slice(0, 2).map(({ id }) => id)).toEqual(["methods.apache", "methods.modsecurity"]);
    for (const { steps } of fixes.slice(0, 2)) expect(steps[0]?.key).toBe("steps.modsecurity_or_apache");
    const [other] = fixesFor(causeOf("method_blocked", { methods: ["POST"], blocker: "apache" }), contextOf({ server: "apache" }));
    expect(other?.steps.map(({ key }) => key)).not.toContain("steps.modsecurity_or_apache");
  });

  it("comes with ModSecurity's second on nginx, which answers with nginx's own page", () => {
    for (const code of ["method_blocked", "user_agent_blocked"] as const) {
      const fixes = fixesFor(causeOf(code, { methods: ["PATCH"], blocker: "nginx" }), contextOf());
      const found = fixes.filter((fix) => fix.found).map(({ software }) => software);
      expect([...new Set(found)]).toEqual(["nginx", "modsecurity"]);
      expect(fixes[0]?.steps.map(({ key }) => key)).toContain("steps.modsecurity_or_nginx");
    }
  });

  it("is the product's own panel where the refuser is known, even without a recipe, and the server only carries it", () => {
    const fixes = fixesFor(causeOf("user_agent_blocked", { blocker: "perimeterx" }), contextOf({ server: "nginx" }));
    expect(fixes[0]?.id).toBe("user_agents_product.hosting");
    expect(fixes.filter(({ found }) => found)).toEqual([]);
  });

  it("is the firewall's if connections from our addresses are dropped or refused below HTTP", () => {
    expect(first(causeOf("ip_blocked", { reason: "dropped" }), { server: "apache" })?.id).toBe("addresses.firewall");
    expect(first(causeOf("ip_blocked", { reason: "forbidden" }), { server: "apache" })?.id).toBe("addresses.apache");
  });

  it("is Magento's own allow-list if maintenance admits some addresses and not ours", () => {
    const cause = causeOf("ip_blocked", { reason: "maintenance_for_address" });
    const [fix] = fixesFor(cause, contextOf({ shopSystem: "magento", server: "nginx" }));
    expect(fix?.id).toBe("maintenance_addresses.magento");
    expect(fix?.snippets.at(-1)?.code).toBe("bin/magento maintenance:allow-ips --add 203.0.113.5 203.0.113.77 2001:db8::5");
  });

  it("is fail2ban's after a ban during the check, unless the refusal is signed", () => {
    expect(first(causeOf("banned_during_test"), { server: "nginx" })?.id).toBe("addresses.fail2ban");
    expect(first(causeOf("banned_during_test", { blocker: "wordfence" }))?.id).toBe("addresses.wordfence");
  });

  it("depends on the kind of redirect, and is never another redirect", () => {
    const of = (code: CauseCode, reason: string | null, server: string) => fixesFor(causeOf(code, { reason }), contextOf({ server }));
    expect(of("redirect_loop", null, "nginx")[0]?.id).toBe("loop.nginx");
    expect(of("redirected_to_other_host", "path_lost", "apache")[0]?.id).toBe("redirect.apache");
    expect(of("method_blocked", "method_lost", "nginx")[0]?.id).toBe("methods_lost.nginx");
    expect(of("method_blocked", null, "nginx").some(({ id }) => id.startsWith("methods_lost."))).toBe(false);
    const ids = (reason: string | null) => of("redirected_to_other_host", reason, "nginx").map(({ id }) => id);
    expect(ids(null)).toContain("redirect.mooring");
    expect(ids("path_lost")).not.toContain("redirect.mooring");
    expect(ids("main_domain_changed")).toEqual(["redirect.mooring"]);
    for (const fix of allFixes()) for (const { code } of fix.snippets) expect(code, fix.id).not.toMatch(/return 30|R=30/);
  });

  it("marks nothing as found if no software was recognised", () => {
    for (const fix of fixesFor(causeOf("method_blocked", { methods: ["PATCH"] }), contextOf({ server: null })))
      expect(fix.found).toBe(false);
  });
});

describe("fix ids", () => {
  it("are unique within a cause and end with the software", () => {
    for (const recipes of Object.values(RECIPES)) {
      expect(new Set(recipes.map(({ id }) => id)).size).toBe(recipes.length);
      for (const recipe of recipes) expect(recipe.id.endsWith(`.${recipe.software}`)).toBe(true);
    }
  });

  it("the free Bot Fight Mode says that it cannot be skipped, and a rule by User-Agent alone warns that it can be copied", () => {
    const challenge = fixesFor(causeOf("bot_challenge", { blocker: "cloudflare" }), contextOf());
    expect(challenge.filter((fix) => fix.cannotBeSkipped).map((fix) => fix.id)).toEqual(["challenge_free.cloudflare"]);
    for (const fix of allFixes().filter(({ snippets }) =>
      snippets.some(
        ({ code, language }) =>
          /agent/i.test(code) &&
          language !== "text" &&
          !ADDRESSES.some((address) => code.includes(address) || code.includes(address.replaceAll(".", "[.]"))) &&
          /Send/i.test(code),
      ),
    )) {
      expect(
        fix.warnings.map(({ key }) => key),
        fix.id,
      ).toContain("warnings.user_agent_alone");
    }
  });
});

/** Also finds addresses as snippets write them in regular expressions. */
const mentions = (code: string, address: string) => code.includes(address) || code.includes(address.replaceAll(".", "[.]"));

describe("the snippets", () => {
  const scoped = allFixes().filter((fix) => /^(addresses|user_agents|methods|challenge|rate|password)\./.test(fix.id));

  it("hold every live address and no other", () => {
    const withAddresses = scoped.filter(({ snippets }) =>
      snippets.some(({ code }) => ADDRESSES.some((address) => mentions(code, address))),
    );
    expect(withAddresses.length).toBeGreaterThan(50);
    for (const fix of withAddresses) {
      const code = fix.snippets.map((snippet) => snippet.code).join("\n");
      for (const address of ADDRESSES) expect(mentions(code, address), `${fix.id} ${address}`).toBe(true);
      const found = code.replaceAll("[.]", ".").match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [];
      expect(new Set(found.filter((address) => address !== "127.0.0.1"))).toEqual(new Set(["203.0.113.5", "203.0.113.77"]));
    }
  });

  it("name the refused methods only, in exceptions for methods", () => {
    const fix = fixesFor(causeOf("method_blocked", { methods: ["PATCH", "DELETE"] }), contextOf({ server: "apache" }))[0];
    expect(fix?.snippets[0]?.code).toContain('REQUEST_METHOD "@rx ^(?:PATCH|DELETE)$"');
    const nginx = fixesFor(causeOf("method_blocked", { methods: ["PATCH"] }), contextOf())[0];
    expect(nginx?.snippets[0]?.code).toContain('"~^1:(?:GET|POST|OPTIONS|PATCH|DELETE)$" GET;');
  });

  it("hold the path of the shop system's API below the shop's folder", () => {
    const path = (url: string, shopSystem: FixContext["shopSystem"]) =>
      makeScope(causeOf("method_blocked"), contextOf({ url, shopSystem })).path.literal;
    expect(path("https://shop.example/", "woocommerce")).toBe("/wp-json");
    expect(path("https://shop.example/nl/shop/", "magento")).toBe("/nl/shop/rest");
    expect(path("http://shop.example:8080/a.b", "prestashop")).toBe("/a.b/api");
  });

  it("name mod_evasive as old and new packages call it: Apache skips an unknown name silently", () => {
    const fix = fixesFor(causeOf("rate_limited"), contextOf({ server: "apache" })).find(({ id }) => id === "rate.apache");
    for (const name of ["mod_evasive20.c", "mod_evasive.c"])
      expect(fix?.snippets[0]?.code).toContain(`<IfModule ${name}>\n    DOSWhitelist 203.0.113.5\n`);
  });

  it("are omitted while our addresses are unknown, and the first step says where to find them", () => {
    const [fix] = fixesFor(causeOf("ip_blocked"), contextOf({ addresses: [] }));
    expect(fix?.snippets).toEqual([]);
    expect(fix?.steps[0]?.key).toBe("steps.addresses_unknown");
  });

  it("keep their structure for every path, User-Agent, method and address: no value can break out", () => {
    const shape = (fix: Fix) =>
      fix.snippets.map(({ id, code }) => ({
        id,
        lines: code.split("\n").length,
        marks: ['"', "'", "`", "$", "{", "}", ";", "\\", "<", ">", "#", "|", "&", "\n", "\r", "\0", "(", ")"].map(
          (mark) => code.split(mark).length - 1,
        ),
      }));
    const calm = { exact: allFixesOf("https://shop.example/shop"), cut: allFixesOf("https://shop.example/%20") };
    const piece = fc.constantFrom(
      '"',
      "'",
      "`",
      "$(id)",
      "$\u007bx}",
      "\n",
      "\r\n",
      ";",
      "{",
      "}",
      "(",
      ")",
      "#",
      "|",
      "&",
      "\\",
      "<",
      ">",
      "%0a",
      "..",
      "a",
      " ",
      "*",
      "[",
      "^",
      "]]>",
      "--",
      "?>",
      "\0",
      "é",
      "\u202e",
    );
    const hostile = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(hostile, hostile, hostile, (path, agent, method) => {
        const url = `https://shop.example/${path}`;
        const context = {
          url,
          apiPath: `/${path}/wp-json`,
          addresses: [...ADDRESSES, `${method}1.2.3.4`, `::1${path};`],
          userAgents: [...userAgents("woocommerce"), `x${agent}`],
          methods: [...REQUIRED_METHODS, `X${method}`],
        };
        for (const code of HOSTILE_CODES) {
          const cause = causeOf(code, { methods: ["PATCH", `Y${method}`] });
          const { exact } = makeScope(cause, contextOf(context)).path;
          const fixes = fixesFor(cause, contextOf(context));
          const expected = (exact ? calm.exact : calm.cut).get(code) ?? [];
          // An extra User-Agent adds an alternative to lists; the next test compares those.
          const plain = (list: Fix[]) =>
            list
              .filter((fix) => !fix.id.startsWith("user_agents_alone") && !fix.snippets.some(({ id }) => id === "user_agent_list"))
              .map(shape);
          expect(plain(fixes)).toEqual(plain(expected));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("take only harmless characters from User-Agents", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 4 }), (agents) => {
        const scope = makeScope(causeOf("user_agent_blocked"), contextOf({ userAgents: agents }));
        for (const agent of scope.userAgents) expect(agent).toMatch(/^[A-Za-z0-9 ._:;/()+-]+$/);
      }),
    );
  });
});

const HOSTILE_CODES: CauseCode[] = [
  "ip_blocked",
  "user_agent_blocked",
  "method_blocked",
  "bot_challenge",
  "rate_limited",
  "password_protected",
  "cached_response",
  "api_not_found",
  "maintenance_mode",
];

function allFixesOf(url: string): Map<CauseCode, Fix[]> {
  const context = contextOf({ url, apiPath: `${new URL(url).pathname}/wp-json` });
  return new Map(HOSTILE_CODES.map((code) => [code, fixesFor(causeOf(code, { methods: ["PATCH"] }), context)]));
}

describe("the first fix shown fits the reason", () => {
  const first = (code: CauseCode, more: Partial<FixedCause>, server = "nginx") => fixesFor(causeOf(code, more), contextOf({ server }))[0];
  const cases: readonly (readonly [what: string, CauseCode, Partial<FixedCause>, id: string])[] = [
    ["plain permalinks are a setting of WordPress", "api_not_found", { reason: "plain_permalinks" }, "rewrite.wordpress"],
    ["a missing rule is the server's", "api_not_found", { reason: "rewrite_missing" }, "rewrite_wordpress.nginx"],
    ["an API that a plugin closes", "api_disabled", { reason: "closed_by_plugin" }, "disabled.wordpress"],
    ["a plugin that is known", "api_disabled", { reason: "closed_by_plugin", blocker: "aios" }, "disabled.aios"],
    ["an API that a plugin closes to visitors", "closed_to_visitors", { reason: "closed_by_plugin" }, "closed.wordpress"],
    [
      "a plugin that is known to close it to visitors",
      "closed_to_visitors",
      { reason: "closed_by_plugin", blocker: "aios" },
      "closed.aios",
    ],
    ["a plugin that is missing", "api_disabled", { reason: "plugin_missing" }, "disabled.woocommerce"],
    ["a limit by address of the shop", "rate_limited", { reason: "counts_by_url" }, "rate_by_url.nginx"],
    ["a limit by visitor", "rate_limited", {}, "rate.nginx"],
    ["one of several servers", "server_error", { reason: "one_of_several" }, "several.hosting"],
    ["a fatal error of PHP is WordPress', whatever server is in front", "server_error", { reason: "php_fatal" }, "server.wordpress"],
    ["a database that refuses WordPress", "server_error", { reason: "database_down" }, "database.wordpress"],
    ["an unreachable program behind the server", "server_error", { reason: "bad_gateway" }, "server.nginx"],
    ["connections that are reset", "connection_reset", {}, "addresses.firewall"],
  ];
  it.each(cases)("%s", (_, code, more, id) => {
    expect(first(code, more)?.id).toBe(id);
  });

  it("csf opens the shop's ports only, in the format of its advanced filters", () => {
    const lines =
      first("ip_blocked", { reason: "dropped" })
        ?.snippets.find(({ id }) => id === "csf")
        ?.code.split("\n") ?? [];
    const filters = lines.filter((line) => line.endsWith("/etc/csf/csf.allow"));
    expect(filters.length).toBeGreaterThan(0);
    for (const line of filters) expect(line).toMatch(/^echo 'tcp\|in\|d=[\d,]+\|s=[\da-f.:]+ # Sendcloud' >> /);
    expect(lines.at(-1)).toBe("csf -ra");
  });

  it("a password is lifted by the realm that the shop sends", () => {
    const code = (realm: string) =>
      first("password_protected", { details: { realm } })
        ?.snippets.map((snippet) => `${snippet.replaces ?? ""}\n${snippet.code}`)
        .join("\n");
    expect(code("Members only")).toContain('auth_basic "Members only";');
    expect(code("Members only")).toContain('default "Members only";');
    expect(code('a"; return 200; #$uri')).not.toMatch(/"a"|\$uri"/);
  });
});
