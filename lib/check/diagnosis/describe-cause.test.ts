import fc from "fast-check";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { CAUSE_CODES, CAUSES, type CauseCode, LAYERS } from "@/lib/check/causes";
import { describeCause, describeRecovered, describeUntested, nameServer, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { CAUSE_REASONS } from "@/lib/check/diagnosis/reasons";
import { type Cause, type Probe, VERDICTS } from "@/lib/check/result";
import { FIXERS } from "@/lib/health/lane/fixer";
import { LANES } from "@/lib/health/lane/lane-name";
import de from "@/lib/i18n/messages/de/causes.json";
import en from "@/lib/i18n/messages/en/causes.json";
import englishChecks from "@/lib/i18n/messages/en/checks.json";

const REASONS: Partial<Record<CauseCode, readonly string[]>> = CAUSE_REASONS;

const translators = Object.fromEntries(
  Object.entries({ en, de }).map(([locale, causes]) => {
    const onError = (error: Error) => {
      throw error;
    };
    return [locale, createTranslator({ locale, messages: { causes }, namespace: "causes", onError }) as unknown as Translate];
  }),
);

const causeOf = (code: CauseCode, more: Partial<Cause> = {}): Cause => ({
  code,
  layer: CAUSES[code].layer,
  methods: [],
  userAgents: [],
  addresses: [],
  blocker: null,
  affects: ["orders_in"],
  certainty: "proven",
  evidence: { pass: "p1", fail: "p2" },
  reason: null,
  details: {},
  ...more,
});

const describeIn = (locale: string, cause: Cause) => {
  const t = translators[locale];
  if (t === undefined) throw new Error(`no translator for ${locale}`);
  return describeCause(t, locale, cause);
};

describe.each(["en", "de"])("a cause in words (%s)", (locale) => {
  it("has texts for every code and reason, with and without details", () => {
    for (const code of CAUSE_CODES) {
      for (const reason of [null, ...(REASONS[code] ?? [])]) {
        for (const filled of [false, true]) {
          const details = filled
            ? { host: "shop.example", path: "/x/", issuer: "R11", retryAfterSeconds: 600, status: 502, right: "write" }
            : {};
          const lists = { methods: ["PATCH", "DELETE"], userAgents: ["Sendcloud/1.0.0"], addresses: ["203.0.113.5"] };
          const words = describeIn(locale, causeOf(code, { reason, details, ...lists }));
          for (const text of [words.title, words.explanation, words.effect]) expect(text.trim()).not.toBe("");
          if (reason !== null) expect(words.reason).toMatch(/\.$/);
          expect(words.explanation).not.toMatch(/\bnone\b|undefined|null|\{|\}/);
          expect(words.explanation).toMatch(/[.)]$/);
          expect(words.title).not.toMatch(/\.$/);
        }
      }
    }
  });

  it("claims requests that differ in one thing only for what refuses requests, not for what varies from one to the next", () => {
    const blocking = describeIn(locale, causeOf("method_blocked")).certainty;
    for (const code of ["slow", "unstable"] as const)
      for (const certainty of ["proven", "single_observation"] as const) {
        const words = describeIn(locale, causeOf(code, { certainty })).certainty;
        expect([blocking, describeIn(locale, causeOf("method_blocked", { certainty })).certainty]).not.toContain(words);
      }
  });

  it("never throws and outputs no control characters, whatever the details contain", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    const causes = fc.record({
      code: fc.constantFrom(...CAUSE_CODES),
      reason: fc.option(text),
      blocker: fc.option(fc.oneof(text, fc.constantFrom("__proto__", "constructor"))),
      affects: fc.subarray([...LANES]),
      details: fc.dictionary(
        fc.constantFrom("host", "path", "issuer", "realm", "location", "notAfter", "found", "plugin"),
        fc.oneof(text, fc.integer(), fc.constant(null)),
      ),
    });
    fc.assert(
      fc.property(causes, ({ code, ...more }) => {
        const words = describeIn(locale, causeOf(code, more));
        expect(words.title + words.explanation + words.reason + words.blocker).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 200 },
    );
  });
});

it("formats a pause in the largest whole unit", () => {
  const ask = (code: CauseCode, seconds: number) => causeOf(code, { details: { retryAfterSeconds: seconds } });
  expect(describeIn("en", ask("maintenance_mode", 600)).explanation).toContain("come back in 10 minutes");
  expect(describeIn("de", ask("maintenance_mode", 600)).explanation).toContain("in 10 Minuten");
  expect(describeIn("en", ask("rate_limited", 90)).explanation).toContain("a pause of 90 seconds.");
  expect(describeIn("en", ask("rate_limited", 1)).explanation).toContain("a pause of 1 second.");
  expect(describeIn("en", ask("rate_limited", 86_400)).explanation).toContain("a pause of 24 hours.");
});

it("formats lists in the reader's language", () => {
  const cause = causeOf("method_blocked", { methods: ["PATCH", "DELETE"], blocker: "modsecurity", affects: [] });
  expect(describeIn("en", cause).title).toBe("PATCH and DELETE are blocked");
  expect(describeIn("de", cause).title).toBe("PATCH und DELETE werden blockiert");
  expect(describeIn("en", cause).explanation).toContain("ModSecurity blocks PATCH and DELETE");
  expect(describeIn("de", cause).explanation).toContain("Derzeit braucht kein Aufruf diese Methoden");
});

it("uses an article for a firewall, which has no product name", () => {
  const blocked = causeOf("ip_blocked", { addresses: ["203.0.113.5"], blocker: "firewall" });
  const banned = causeOf("banned_during_test", { blocker: "firewall" });
  expect(describeIn("en", blocked).explanation).toMatch(/^A firewall blocks requests from 203\.0\.113\.5/);
  expect(describeIn("de", blocked).explanation).toMatch(/^Eine Firewall blockiert Anfragen von 203\.0\.113\.5/);
  expect(describeIn("en", banned).explanation).toContain("then a firewall locked us out");
  expect(describeIn("de", banned).explanation).toContain("dann hat eine Firewall uns ausgesperrt");
});

it("names the path in title and explanation if only one path is refused or silent", () => {
  for (const code of ["access_denied", "response_timed_out"] as const) {
    const ofPath = describeIn("en", causeOf(code, { details: { path: "/wp-json/" } }));
    const ofSite = describeIn("en", causeOf(code));
    expect(ofPath.title).toContain("API");
    expect(ofPath.explanation).toMatch(/ \/wp-json\/.* while other paths of the shop /);
    expect(ofSite.title).not.toContain("API");
    expect(ofSite.explanation).not.toContain("path");
  }
});

it("does not name the path where an API was found as the one where it is missing", () => {
  const { explanation, reason } = describeIn("en", causeOf("api_not_found", { reason: "other_path", details: { path: "/shop" } }));
  expect(reason).toContain("/shop");
  expect(explanation).not.toContain("/shop");
});

it("names every kind of cause without a shop's details", () => {
  for (const t of Object.values(translators)) for (const code of CAUSE_CODES) expect(nameCause(t, code)).not.toMatch(/^$|\bnone\b|[{}]/);
});

describe("the message files", () => {
  it("have the same keys in both languages, each used by a code, reason or list", () => {
    const reasons = [...new Set(Object.values(CAUSE_REASONS).flat())].sort();
    for (const messages of [en, de]) {
      expect(Object.keys(messages.titles).sort()).toEqual([...CAUSE_CODES].sort());
      expect(Object.keys(messages.explanations).sort()).toEqual([...CAUSE_CODES].sort());
      expect(Object.keys(messages.reasons).sort()).toEqual(reasons);
      for (const who of [messages.fixer, messages.fixer_for_staff]) expect(Object.keys(who).sort()).toEqual([...FIXERS].sort());
      expect(Object.keys(messages.layers).sort()).toEqual([...LAYERS].sort());
      expect(Object.keys(messages.verdicts).sort()).toEqual([...VERDICTS].sort());
    }
    expect(Object.keys(de.blockers)).toEqual(Object.keys(en.blockers));
  });
});

it("shows product names of shop systems and plugins, and rights in words", () => {
  const wrong = causeOf("wrong_shop_system", { details: { expected: "woocommerce", found: "prestashop" } });
  expect(describeIn("en", wrong).explanation).toContain("connected as WooCommerce, but the shop at this address looks like PrestaShop");
  const plugin = causeOf("api_disabled", { reason: "closed_by_plugin", details: { plugin: "solid_security" } });
  expect(describeIn("de", plugin).reason).toBe("Ein Plugin (Solid Security) verschließt die API für Anfragen von außen.");
  const guest = causeOf("closed_to_visitors", { reason: "closed_by_plugin", details: { visitor: "guest" } });
  expect(describeIn("en", guest).title).toBe("The shop’s API is closed to visitors");
  expect(describeIn("en", guest).reason).toBe("A plugin closes the API to visitors; it may work with a valid key.");
  expect(describeIn("de", causeOf("credentials_insufficient", { details: { right: "write" } })).explanation).toContain(
    "Er darf nicht schreiben",
  );
  const ship = causeOf("credentials_insufficient", { reason: "missing_scope", details: { right: "Magento_Sales::ship" } });
  expect(describeIn("en", ship).explanation).toContain("missing: Sales > Operations > Orders > Actions > Ship (Magento_Sales::ship)");
  const other = causeOf("credentials_insufficient", { details: { right: "Vendor_Module::thing" } });
  expect(describeIn("de", other).explanation).toContain("Vendor_Module::thing");
});

it("shows the product name of a known server, and the code of an unknown one", () => {
  const t = createTranslator({ locale: "en", messages: { causes: en }, namespace: "causes" }) as unknown as Translate;
  expect(nameServer(t, "apache 2.4.71")).toBe("Apache 2.4.71");
  expect(nameServer(t, "litespeed")).toBe("LiteSpeed");
  expect(nameServer(t, "Ada's server 7")).toBe("Ada's server 7");
  expect(nameServer(t, null)).toBeNull();
});

it("calls the parts of a key that could not be tested the API key", () => {
  const t = createTranslator({ locale: "en", messages: { checks: englishChecks }, namespace: "checks" }) as unknown as Translate;
  const said = describeUntested(t, "en", { untested: ["consumerKey", "consumerSecret", "PATCH"] });
  expect(said).toContain("could be tested: the API key and PATCH.");
});

it("tells of requests that failed and passed when repeated, though no cause was found", () => {
  const t = createTranslator({ locale: "en", messages: { checks: englishChecks }, namespace: "checks" }) as unknown as Translate;
  const asked = { method: "GET", path: "/", userAgent: "", from: null, failure: null, coldConnection: true };
  const seen = (more: Partial<Probe>): Probe => ({ ...asked, passed: false, status: null, ...more }) as Probe;
  const pass = seen({ passed: true, status: 200 });
  const say = (...probes: Probe[]) => describeRecovered(t, { causes: [], probes });
  expect(say(seen({ failure: "connection_reset" }), seen({ status: 502 }), pass)).toContain("2 of 3 requests failed");
  expect(say(seen({ status: 502 }), pass)).toContain("1 of 2 requests failed");
  expect(say(pass)).toBeNull();
  expect(say(pass, seen({ failure: "connection_reset", coldConnection: false }), pass)).toBeNull();
  expect(say(seen({ status: 401 }), pass)).toBeNull();
});
