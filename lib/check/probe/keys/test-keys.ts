import type { Experiment } from "@/lib/check/probe/experiment";
import type { Findings, KeyFinding } from "@/lib/check/probe/findings";
import { testMagentoToken } from "@/lib/check/probe/keys/magento";
import { testPrestashopKey } from "@/lib/check/probe/keys/prestashop";
import { testShopifyToken } from "@/lib/check/probe/keys/shopify";
import { testWooKey } from "@/lib/check/probe/keys/woocommerce";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { withNumber } from "@/lib/check/probe/order-number";
import { mayStandForNothingThere, signatureOf } from "@/lib/check/probe/refusals";
import type { Platform } from "@/lib/connectors/platforms";

export type HeaderFate = "arrived" | "stripped" | "unknown";

export const isKeySet = (credentials: unknown): credentials is Record<string, unknown> =>
  typeof credentials === "object" && credentials !== null && !Array.isArray(credentials) && Object.keys(credentials).length > 0;

/** Keys, and the shop that they are for. */
export interface KeyHolder {
  credentials: Readonly<Record<string, unknown>>;
  /** The shop's address without a slash at the end. */
  baseUrl: string;
  /** The path as the server wants it, for signatures. */
  pathOf(path: string): string;
}

/** What a test of a key is handed: the shop's address, and what is known about the header. */
export interface KeyTest extends KeyHolder {
  experiment: Experiment;
  findings: Findings;
  /** Whether the Authorization header arrives, as far as the canary tells. */
  header(): Promise<HeaderFate>;
  /** The test has shown that it does, and that no cache answers: the canary need not be sent. */
  headerArrives(): void;
}

/** A path with a made-up number that gets through; null where an order may have that number, since a write would reach it. */
export async function unusedPath(
  { orderNumber, probes }: Findings,
  path: string,
  read: (path: string) => Promise<Observation | null>,
): Promise<string | null> {
  if (orderNumber === null) return path;
  const there = await read(withNumber(probes.resourcePath, orderNumber));
  return passed(there) && there?.answer?.status === 404 ? withNumber(path, orderNumber) : null;
}

/** The same answer that stands for the shop's own words to whoever brings no key: the key was not good enough. */
export const isReplaced = ({ replaced }: Findings, seen: Observation): boolean =>
  replaced !== null && signatureOf(seen) === signatureOf(replaced.plain);

const TESTS: Readonly<Record<Platform, (test: KeyTest) => Promise<KeyFinding[]>>> = {
  woocommerce: testWooKey,
  magento: testMagentoToken,
  prestashop: testPrestashopKey,
  shopify: testShopifyToken,
};

/** A string of the credentials by any of its names; null when it is missing. */
export const credential = (holder: Pick<KeyHolder, "credentials">, ...names: string[]): string | null => {
  for (const name of names) {
    const value = holder.credentials[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return null;
};

/** A rule about the scheme of the header hits the connector as well where both use the same: Basic, or a signature of OAuth. */
const IS_SENT_LIKE_KEYS: Readonly<Record<Platform, (baseUrl: string) => boolean>> = {
  woocommerce: (baseUrl) => !baseUrl.startsWith("https:"),
  magento: () => false,
  prestashop: () => true,
  shopify: () => false,
};

const isTurnedAway = (findings: Findings, { reading }: Observation): boolean =>
  findings.replaced === null && reading?.meaning === "blocked" && reading.api === null;

/**
 * Sends a credential that nobody has: how the shop refuses it tells whether the Authorization header arrives. Where it seems to be lost, the
 * same is asked at a path that nobody asked for: an answer that a cache kept from before knows nothing of headers.
 */
async function testHeader(experiment: Experiment, baseUrl: string): Promise<HeaderFate> {
  const { findings } = experiment;
  const { probes } = findings;
  if (!probes.canary || findings.banned || experiment.isStopped) return "unknown";
  // What the shop would say to it the server replaces as well, but for PrestaShop's word that its webservice is switched off.
  if (findings.replaced && (findings.replaced.open || !probes.asksKeyFirst)) return "unknown";
  const sent = await experiment.askAtWorking("canary", probes.canary, "canary", "resource");
  if (sent && !findings.read && IS_SENT_LIKE_KEYS[findings.platform](baseUrl) && isTurnedAway(findings, sent))
    await contrastWithout(experiment, sent);
  if (!sent?.answer) return "unknown";
  findings.canary = { plain: null, sent };
  const read = probes.readProbeAnswer(sent.answer);
  if (read !== "stripped") return read;
  const unseen = probes.canaryUnseen
    ? await experiment.askAtWorking("contrast_cache", probes.canaryUnseen, "canary", "resource", sent.question)
    : null;
  if (unseen?.answer && probes.readProbeAnswer(unseen.answer) === "arrived") {
    findings.cached ??= { pass: unseen, fail: sent };
    return "unknown";
  }
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
  const elsewhere = await experiment.askAtWorking("canary", probes.canaryElsewhere, "canary", "resource", sent.question);
  if (!elsewhere?.answer || probes.readProbeAnswer(elsewhere.answer) !== "arrived") return "unknown";
  findings.keys = [...findings.keys, lost(elsewhere)];
  return "stripped";
}

/** The root ignored its query: does one that the shop cannot ignore arrive? */
async function testQuery(experiment: Experiment): Promise<void> {
  const { findings } = experiment;
  const { canaryElsewhere, readProbeAnswer } = findings.probes;
  if (!findings.losesQuery || !canaryElsewhere || findings.banned || findings.cached) return;
  const sent = await experiment.askAtWorking("canary", canaryElsewhere, "canary", "resource");
  if (!sent?.answer || readProbeAnswer(sent.answer) !== "stripped") return;
  // A cache that leaves the query out of its key says the same, but not of a path that nobody asked for.
  const unseen = { ...canaryElsewhere, path: canaryElsewhere.path.replace("999999999", "999999998") };
  const beside = await experiment.askAtWorking("contrast_cache", unseen, "canary", "resource", sent.question);
  if (beside?.answer && readProbeAnswer(beside.answer) === "arrived") {
    findings.cached = { pass: beside, fail: sent };
    return;
  }
  const lost: KeyFinding = {
    code: "invalid_response",
    reason: "query_lost",
    evidence: { pass: null, fail: sent },
    details: {},
    lanes: ["orders_in", "tracking_out"],
  };
  findings.keys = [...findings.keys, lost];
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

/** The canary once, when somebody wants to know. */
function askOnce(experiment: Experiment, baseUrl: string): Pick<KeyTest, "header" | "headerArrives"> {
  let fate: Promise<HeaderFate> | null = null;
  return {
    header() {
      fate ??= testHeader(experiment, baseUrl).then((found) => {
        readDisabled(experiment.findings);
        return found;
      });
      return fate;
    },
    headerArrives() {
      fate ??= Promise.resolve("arrived");
    },
  };
}

/** What a ban refuses, or a shop that broke down, says nothing about keys. */
async function contrastWithout(experiment: Experiment, keyed: Observation): Promise<void> {
  const plain = await experiment.askWithoutKey(keyed);
  const { findings } = experiment;
  if (!findings.banned && !findings.brokeDown) findings.unkeyed = [...findings.unkeyed, { keyed, plain }];
}

/**
 * The very page that this server has for what the shop does not find; or a 400, which shops say to a write to nothing and hardly anybody to a method, and
 * without the key the method gets through.
 */
function isSaidOfNothing({ findings: { matrix }, isInOtherWords }: Experiment, write: Observation): boolean {
  const { method } = write.question.request;
  const isOpen = matrix.entries().some(({ cell, observation }) => cell.method === method && passed(observation));
  return isInOtherWords(write) || (write.answer?.status === 400 && isOpen);
}

/** Requests with the key that something else than the shop answered, or nothing: is it the key that is refused, or what was asked for? */
async function contrastUnkeyed(experiment: Experiment): Promise<void> {
  const { findings } = experiment;
  const { read, write, replaced, matrix } = findings;
  const isRefused = (method: string): boolean =>
    matrix.entries().some(({ cell, observation }) => cell.method === method && !passed(observation));
  if (write && passed(write) && isRefused(write.question.request.method)) await experiment.askMethodAgain(write.question.request.method);
  for (const keyed of [read, write]) {
    if (!keyed || passed(keyed) || isReplaced(findings, keyed) || experiment.isStopped) continue;
    if (keyed === write && isSaidOfNothing(experiment, keyed)) continue;
    if (keyed === write && (replaced !== null || mayStandForNothingThere(keyed)))
      await experiment.askMethodAgain(keyed.question.request.method);
    else await contrastWithout(experiment, keyed);
  }
}

/**
 * A key that reads orders has arrived, and what would be said to one that nobody has tells nothing of caches where something turns all others away, or
 * says in words of its own what the shop says.
 */
function isProbeNeedless({ findings: { read, write, isBehindKey }, isInOtherWords }: Experiment): boolean {
  const isOpen = passed(read) && read?.answer?.status === 200;
  return isOpen && (isBehindKey || (write !== null && isInOtherWords(write)));
}

/**
 * The last stage: is the key known, may it read orders, may it write, and does the Authorization header arrive? No request of it can change
 * data.
 */
export async function testHeaderAndKeys(experiment: Experiment, credentials: unknown, baseUrl: string): Promise<void> {
  const { findings } = experiment;
  const { working, matrix } = findings;
  if (!working || !passed(matrix.get(working))) return;
  const said = matrix.get(working)?.reading?.api?.says;
  if (said === "plugin_missing" || said === "frozen") return;
  const { header, headerArrives } = askOnce(experiment, baseUrl);
  if (isKeySet(credentials)) {
    const pathOf = (path: string): string => experiment.pathOf(path);
    const found = await TESTS[findings.platform]({ experiment, findings, credentials, baseUrl, pathOf, header, headerArrives });
    findings.keys = [...findings.keys, ...found];
    await contrastUnkeyed(experiment);
    // Nothing was written with the key: what that would have stood for is asked without it.
    const { writeMethod } = findings.probes;
    if (!findings.write && writeMethod && !findings.banned) await experiment.askMethodAgain(writeMethod);
  }
  // A key that works has arrived; the canary also shows what a cache makes of headers.
  if (!isProbeNeedless(experiment)) await header();
  await testQuery(experiment);
  await experiment.askUnseen();
}
