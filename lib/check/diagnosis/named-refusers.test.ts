import { expect, it } from "vitest";
import type { CauseCode } from "@/lib/check/causes";
import { PRODUCTS } from "@/lib/check/diagnosis/defences";
import { readServer } from "@/lib/check/diagnosis/fingerprints";
import { decideFixer, fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { type FixSoftware, softwareOf, WORDPRESS_PLUGINS } from "@/lib/check/diagnosis/fixes/software";
import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { FIREWALLS, NEAR_MISSES } from "@/lib/check/diagnosis/named-firewalls.fixture";
import { REFUSERS } from "@/lib/check/diagnosis/named-refusers.fixture";
import { readAnswer } from "@/lib/check/diagnosis/read-answer";
import { SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";
import type { Observation } from "@/lib/check/probe/observation";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { SHOP_PROBES } from "@/lib/connectors/probes";

/** An unknown page, and products whose panel is only described in general. */
const WITHOUT_RECIPE: ReadonlySet<string | null> = new Set([
  ...([null, "perimeterx", "ddos_guard", "jetpack", "link11", "reblaze", "qrator", "cleantalk", "astra"] as const),
  ...(["radware_appwall", "netscaler", "sophos", "tencent_cloud", "huawei_cloud", "myra", "virusdie"] as const),
  ...(["barracuda", "alibaba_cloud", "patchstack", "fastly", "defender", "blackhole"] as const),
]);

const softwareThatFits = (blocker: string | null): readonly (string | null)[] => {
  if (blocker === SHOP_SOFTWARE) return ["wordpress"];
  if (WITHOUT_RECIPE.has(blocker)) return ["hosting"];
  // Some plugins have steps for some topics only.
  return WORDPRESS_PLUGINS.has(blocker as FixSoftware) ? [blocker, "hosting"] : [blocker];
};

const CODES: Readonly<Record<string, readonly CauseCode[]>> = {
  blocked: ["access_denied", "ip_blocked", "user_agent_blocked", "method_blocked"],
  challenge: ["bot_challenge"],
  rate_limited: ["rate_limited"],
  server_error: ["server_error"],
};

it.each(
  [...REFUSERS, ...FIREWALLS].flatMap(([what, status, headers, body, carriers, meaning, blocker]) =>
    carriers.map((carrier) => ({
      what,
      carrier: carrier["server"] ?? "nothing",
      status,
      headers: { ...headers, ...carrier },
      body,
      meaning,
      blocker,
    })),
  ),
)("$what carried by $carrier", ({ status, headers, body, meaning, blocker }) => {
  const head = { version: "1.1" as const, status, headers: Object.entries(headers) };
  const answer = seeAnswer(head, Buffer.from(body), "complete");
  const reading = readAnswer(answer, "GET", SHOP_PROBES.woocommerce, "/wp-json/");
  const fail = { failure: null, answer, reading, probe: { id: "p1" } } as unknown as Observation;
  expect({ meaning: reading.meaning, blocker: nameOfBlocker(fail) }).toEqual({ meaning, blocker });

  for (const code of CODES[meaning] ?? []) {
    const cause = makeCause(code, { pass: null, fail }, { blocker, reason: reading.reason, methods: ["PATCH"] });
    const place = { shopSystem: "woocommerce" as const, server: readServer(answer)?.software ?? null };
    const fixes = fixesFor(cause, {
      ...place,
      url: "https://shop.example",
      addresses: ["203.0.113.5"],
      userAgents: ["Ours/1.0"],
      methods: [],
    });
    const [first] = fixes;
    if (reading.reason === "front_failed") expect(fixes.map(({ id }) => id)).toEqual(["front_failed.cloudflare"]);
    if (code === "server_error") continue;
    expect(softwareThatFits(blocker), code).toContain(first?.software);
    // Only what refused fits, never what carried it, and waiting is no fix where nothing ends by itself.
    for (const fix of fixes.filter(({ found }) => found))
      expect([...softwareThatFits(blocker), ...softwareOf(blocker)], code).toContain(fix.software);
    expect(decideFixer(cause, place), code).toBe(code === "rate_limited" ? "itself" : first?.fixer);
  }
});

it.each(NEAR_MISSES)("%s names no product", (_what, status, headers, body) => {
  const answer = seeAnswer({ version: "1.1", status, headers: Object.entries(headers) }, Buffer.from(body), "complete");
  expect(readAnswer(answer, "GET", SHOP_PROBES.woocommerce, "/wp-json/").sign).toBeNull();
});

/** Marks of challenges, as a product's text or a blog about them may contain them. */
const MARKS = ["/z0f7?wsidchk=1", "acw_sc__v2", "SafeLineChallenge(", "window.rbzns", "/hcdn-cgi/jschallenge", "Imunify360 bot-protection"];
const ORDERS = (mark: string) => JSON.stringify([{ id: 1, number: "1", status: "processing", line_items: [{ name: `Book: ${mark}` }] }]);
const INDEX = (mark: string) =>
  JSON.stringify({ name: "Shop", description: mark, namespaces: ["wc/v3"], routes: {}, url: "https://shop.example" });
const PAGE = (mark: string) =>
  `<html><link href="/wp-content/themes/x/style.css"><script>let x;</script><p>Read about ${mark} here.</p></html>`;
const XML = (mark: string) =>
  `<?xml version="1.0"?><prestashop xmlns:xlink="http://www.w3.org/1999/xlink"><orders><order><note>${mark}</note></order></orders></prestashop>`;
const HEALTHY = [
  ["WooCommerce's orders", "woocommerce", "application/json", ORDERS, "pass"],
  ["WooCommerce's index", "woocommerce", "application/json; charset=UTF-8", INDEX, "pass"],
  ["PrestaShop's orders", "prestashop", "text/xml;charset=utf-8", XML, "pass"],
  ["a page of the shop", "woocommerce", "text/html; charset=utf-8", PAGE, "page"],
] as const;

it.each(
  HEALTHY.flatMap(([what, shopSystem, type, make, meaning]) =>
    MARKS.map((mark) => ({ what, shopSystem, type, body: make(mark), mark, meaning })),
  ),
)("$what with $mark is no refusal", ({ shopSystem, type, body, meaning }) => {
  const headers = { "content-type": type, server: "nginx", "set-cookie": "acw_sc__v2=65f1; path=/" };
  const answer = seeAnswer({ version: "1.1", status: 200, headers: Object.entries(headers) }, Buffer.from(body), "complete");
  const reading = readAnswer(answer, "GET", SHOP_PROBES[shopSystem], shopSystem === "prestashop" ? "/api/orders" : "/wp-json/");
  expect(reading).toMatchObject({ meaning, sign: null });
});

it("every named product has a source", () => {
  for (const [what, , , , , , blocker] of [...REFUSERS, ...FIREWALLS])
    if (blocker !== null) expect(PRODUCTS[blocker]?.source, what).toBeTruthy();
});
