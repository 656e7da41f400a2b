import type { KeyFacts, KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Variation } from "@/lib/check/probe/plan/facts";
import { KeyRequests, type KeyTest } from "@/lib/check/probe/plan/keys/key-requests";
import { type Authorize, authorized, isKeySet, isSubstituted, type KeyHolder } from "@/lib/check/probe/plan/keys/key-test";
import { authorizeMagento, testMagentoToken } from "@/lib/check/probe/plan/keys/magento";
import { authorizePrestashop, testPrestashopKey } from "@/lib/check/probe/plan/keys/prestashop";
import { testShopifyToken } from "@/lib/check/probe/plan/keys/shopify";
import { compareWithoutKey, probeHeaderOnce, testQuery } from "@/lib/check/probe/plan/keys/test-header";
import { authorizeWoo, testWooKey } from "@/lib/check/probe/plan/keys/woocommerce";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import type { Plan } from "@/lib/check/probe/plan/step";
import { mayStandForNothingThere } from "@/lib/check/probe/refusals";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

const TESTS: Readonly<Record<ShopSystem, (test: KeyTest) => Plan<KeyFinding[]>>> = {
  woocommerce: testWooKey,
  magento: testMagentoToken,
  prestashop: testPrestashopKey,
  shopify: testShopifyToken,
};

/** The server's "not found" page, or a 400 for a record that does not exist, although the method passes without a key. */
function isSaidOfNothing({ evidence: { matrix }, cells }: KeyRequests, write: Observation): boolean {
  const { method } = write.question.request;
  const isOpen = matrix.select({ method }).some(({ observation }) => passed(observation));
  return cells.substituted.isPageForNotFound(write) || (write.answer?.status === 400 && isOpen);
}

/** Something other than the shop answered a request with the key: finds out whether the key or the request is refused. */
function* probeUnkeyed(requests: KeyRequests): Plan<void> {
  const { evidence } = requests;
  const { matrix } = evidence;
  const { read, write } = requests.facts;
  const { substitutedPage } = evidence.server;
  const isRefused = (method: string): boolean => matrix.select({ method }).some(({ observation }) => !passed(observation));
  if (write && passed(write) && isRefused(write.question.request.method))
    yield* requests.variation.probeMethodWithoutKey(write.question.request.method);
  for (const keyed of [read, write]) {
    if (!keyed || passed(keyed) || isSubstituted(evidence, keyed) || requests.cells.isOver) continue;
    if (keyed === write && isSaidOfNothing(requests, keyed)) continue;
    if (keyed === write && (substitutedPage !== null || mayStandForNothingThere(keyed)))
      yield* requests.variation.probeMethodWithoutKey(keyed.question.request.method);
    else yield* compareWithoutKey(requests, keyed);
  }
}

/** A key that reads orders has arrived, and with substituted pages the dummy credential shows nothing about caches. */
function isProbeNeedless({ facts: { read, write }, cells }: KeyRequests): boolean {
  const isOpen = passed(read) && read?.answer?.status === 200;
  return isOpen && (cells.isBehindKey || (write !== null && cells.substituted.isPageForNotFound(write)));
}

export interface Keys {
  credentials: unknown;
  baseUrl: string;
}

/** Tests whether the key is known, may read and write, and whether the header arrives. No request can change data. */
export function* testHeaderAndKeys(cells: Cells, variation: Variation, { credentials, baseUrl }: Keys): Plan<KeyFacts> {
  const requests = new KeyRequests(cells, variation);
  const { evidence } = cells;
  const { matrix } = evidence;
  const { facts } = requests;
  const working = matrix.get(variation.working);
  if (!passed(working)) return facts;
  const said = working?.reading?.api?.says;
  if (said === "plugin_missing" || said === "frozen") return facts;
  const { header, headerArrives } = probeHeaderOnce(requests, baseUrl);
  if (isKeySet(credentials)) {
    const pathOf = (path: string): string => requests.cells.journal.pathOf(path);
    const found = yield* TESTS[evidence.shopSystem]({ requests, evidence, credentials, baseUrl, pathOf, header, headerArrives });
    facts.found = [...facts.found, ...found];
    yield* probeUnkeyed(requests);
    // Nothing was written with the key, so the method is sent without it.
    const { writeMethod } = evidence.probes;
    if (!facts.write && writeMethod && !evidence.time.banned) yield* requests.variation.probeMethodWithoutKey(writeMethod);
  }
  // Also shows whether a cache ignores headers.
  if (!isProbeNeedless(requests)) yield* header();
  yield* testQuery(requests);
  yield* requests.probeUnseen();
  return facts;
}

/** Null for Shopify: cloud shops are never closed to guests. */
const AUTHORIZE: Readonly<Record<ShopSystem, (holder: KeyHolder) => Authorize | null>> = {
  woocommerce: authorizeWoo,
  magento: authorizeMagento,
  prestashop: authorizePrestashop,
  shopify: () => null,
};

/** The request with the key, as the connector sends it; null without a complete key. */
export function withKey(shopSystem: ShopSystem, holder: KeyHolder, request: ProbeRequest): ProbeRequest | null {
  const authorize = AUTHORIZE[shopSystem](holder);
  return authorize && authorized(request, authorize);
}
