import { headerOf, type SeenAnswer } from "@/lib/net/seen-answer";
import type { Experiment } from "@/lib/probe/experiment";
import type { Findings, KeyFinding } from "@/lib/probe/findings";
import { testMagentoToken } from "@/lib/probe/keys/magento";
import { testPrestashopKey } from "@/lib/probe/keys/prestashop";
import { testShopifyToken } from "@/lib/probe/keys/shopify";
import { testWooKey } from "@/lib/probe/keys/woocommerce";
import { type Observation, passed } from "@/lib/probe/observation";
import type { Platform } from "@/lib/shops/platforms";
import type { ProbeRequest } from "@/lib/shops/shop-probes";

/** What a test of a key is handed: the shop's address, and what is known about the header. */
export interface KeyTest {
  experiment: Experiment;
  findings: Findings;
  credentials: Readonly<Record<string, unknown>>;
  /** The shop's address without a slash at the end. */
  baseUrl: string;
  /** Whether the Authorization header arrives, as far as the canary tells. */
  header: "arrived" | "stripped" | "unknown";
}

const TESTS: Readonly<Record<Platform, (test: KeyTest) => Promise<KeyFinding[]>>> = {
  woocommerce: testWooKey,
  magento: testMagentoToken,
  prestashop: testPrestashopKey,
  shopify: testShopifyToken,
};

/** A string of the credentials by any of its names; null when it is missing. */
export const credential = (test: KeyTest, ...names: string[]): string | null => {
  for (const name of names) {
    const value = test.credentials[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return null;
};

/** Whether a cache between answered: it says so itself, or the answer is older than our question. */
export const isFromCache = (answer: SeenAnswer): boolean =>
  Number(headerOf(answer, "age")) > 0 ||
  /\bhit\b/i.test(
    [
      "x-cache",
      "cf-cache-status",
      "x-litespeed-cache",
      "x-proxy-cache",
      "x-fastcgi-cache",
      "x-cache-status",
      "x-varnish-cache",
      "x-sucuri-cache",
    ]
      .map((name) => headerOf(answer, name))
      .join(" "),
  ) ||
  /^\d+ \d+$/.test(headerOf(answer, "x-varnish"));

const withQuery = (request: ProbeRequest, parameter: string): ProbeRequest => ({
  ...request,
  path: `${request.path}${request.path.includes("?") ? "&" : "?"}${parameter}`,
});

/**
 * An answer of the API that a cache gave: the same question with a parameter that no cache has seen gets another one. A cache that leaves
 * parameters out of its key still shows by what it says.
 */
async function testCache(experiment: Experiment, request: ProbeRequest, sent: Observation): Promise<void> {
  // An answer about this very credential was kept for this credential: no harm.
  if (!sent.answer || !isFromCache(sent.answer) || experiment.findings.probes.readCanary(sent.answer) === "arrived") return;
  const unseen = await experiment.askAtWorking(
    "contrast_cache",
    withQuery(request, `mooring=${Date.now().toString(36)}`),
    "canary",
    "resource",
  );
  if (!unseen?.answer) return;
  experiment.findings.cached = { pass: isFromCache(unseen.answer) ? null : unseen, fail: sent };
}

/** Sends a credential that nobody has: how the shop refuses it tells whether the Authorization header arrives. */
async function testHeader(experiment: Experiment): Promise<KeyTest["header"]> {
  const { findings } = experiment;
  const { probes } = findings;
  if (!probes.canary || findings.banned || experiment.isStopped) return "unknown";
  const sent = await experiment.askAtWorking("canary", probes.canary, "canary", "resource");
  if (!sent?.answer) return "unknown";
  findings.canary = { plain: null, sent };
  await testCache(experiment, probes.canary, sent);
  if (findings.cached) return "unknown";
  const read = probes.readCanary(sent.answer);
  if (read !== "stripped") return read;
  const lost = (pass: Observation | null): KeyFinding => ({
    code: "authorization_header_stripped",
    reason: null,
    evidence: { pass, fail: sent },
    details: {},
    lanes: ["orders_in", "tracking_out"],
  });
  if (!probes.canaryElsewhere) {
    findings.keys = [...findings.keys, lost(null)];
    return "stripped";
  }
  const elsewhere = await experiment.askAtWorking("canary", probes.canaryElsewhere, "canary", "resource");
  if (!elsewhere?.answer || probes.readCanary(elsewhere.answer) !== "arrived") return "unknown";
  findings.keys = [...findings.keys, lost(elsewhere)];
  return "stripped";
}

/** What the canary says about the API itself: PrestaShop tells that its webservice is off only to those who send a key. */
function readDisabled(findings: Findings): void {
  const sent = findings.canary?.sent;
  if (sent?.reading?.api?.says !== "disabled") return;
  const finding: KeyFinding = {
    code: "api_disabled",
    reason: "webservice_disabled",
    evidence: { pass: null, fail: sent },
    details: {},
    lanes: ["orders_in", "tracking_out"],
  };
  findings.keys = [...findings.keys, finding];
}

/** The last stage: does the header arrive, is the key known, may it read orders, may it write? No request of it can change data. */
export async function testHeaderAndKeys(experiment: Experiment, credentials: unknown, baseUrl: string): Promise<void> {
  const { findings } = experiment;
  const { working, matrix } = findings;
  if (!working || !passed(matrix.get(working))) return;
  const said = matrix.get(working)?.reading?.api?.says;
  if (said === "plugin_missing" || said === "frozen") return;
  const header = await testHeader(experiment);
  readDisabled(findings);
  if (findings.keys.some((key) => key.code === "api_disabled")) return;
  if (typeof credentials !== "object" || credentials === null || Array.isArray(credentials)) return;
  const test: KeyTest = { experiment, findings, credentials: credentials as Record<string, unknown>, baseUrl, header };
  const found = await TESTS[findings.platform](test);
  findings.keys = [...findings.keys, ...found];
}
