import type { Experiment } from "@/lib/check/probe/experiment";
import type { KeyFinding } from "@/lib/check/probe/findings";
import { isKeySet, isSubstituted, type KeyTest } from "@/lib/check/probe/keys/key-test";
import { testMagentoToken } from "@/lib/check/probe/keys/magento";
import { testPrestashopKey } from "@/lib/check/probe/keys/prestashop";
import { testShopifyToken } from "@/lib/check/probe/keys/shopify";
import { askHeaderOnce, compareWithoutKey, testQuery } from "@/lib/check/probe/keys/test-header";
import { testWooKey } from "@/lib/check/probe/keys/woocommerce";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { mayStandForNothingThere } from "@/lib/check/probe/refusals";
import type { Platform } from "@/lib/connectors/platforms";

const TESTS: Readonly<Record<Platform, (test: KeyTest) => Promise<KeyFinding[]>>> = {
  woocommerce: testWooKey,
  magento: testMagentoToken,
  prestashop: testPrestashopKey,
  shopify: testShopifyToken,
};

/**
 * The very page that this server has for what the shop does not find; or a 400, which shops say to a write to nothing and hardly anybody to a method, and
 * without the key the method gets through.
 */
function isSaidOfNothing({ findings: { matrix }, isSubstitutedNotFound }: Experiment, write: Observation): boolean {
  const { method } = write.question.request;
  const isOpen = matrix.entries().some(({ cell, observation }) => cell.method === method && passed(observation));
  return isSubstitutedNotFound(write) || (write.answer?.status === 400 && isOpen);
}

/** Requests with the key that something else than the shop answered, or nothing: is it the key that is refused, or what was asked for? */
async function contrastUnkeyed(experiment: Experiment): Promise<void> {
  const { findings } = experiment;
  const { matrix } = findings;
  const { read, write } = findings.key;
  const { substitutedPage } = findings.server;
  const isRefused = (method: string): boolean =>
    matrix.entries().some(({ cell, observation }) => cell.method === method && !passed(observation));
  if (write && passed(write) && isRefused(write.question.request.method)) await experiment.askMethodAgain(write.question.request.method);
  for (const keyed of [read, write]) {
    if (!keyed || passed(keyed) || isSubstituted(findings, keyed) || experiment.isStopped) continue;
    if (keyed === write && isSaidOfNothing(experiment, keyed)) continue;
    if (keyed === write && (substitutedPage !== null || mayStandForNothingThere(keyed)))
      await experiment.askMethodAgain(keyed.question.request.method);
    else await compareWithoutKey(experiment, keyed);
  }
}

/**
 * A key that reads orders has arrived, and the answer to a dummy credential shows nothing of caches where something refuses every other key, or
 * says in words of its own what the shop says.
 */
function isProbeNeedless({
  findings: {
    key: { read, write, isBehindKey },
  },
  isSubstitutedNotFound,
}: Experiment): boolean {
  const isOpen = passed(read) && read?.answer?.status === 200;
  return isOpen && (isBehindKey || (write !== null && isSubstitutedNotFound(write)));
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
  const { header, headerArrives } = askHeaderOnce(experiment, baseUrl);
  if (isKeySet(credentials)) {
    const pathOf = (path: string): string => experiment.pathOf(path);
    const found = await TESTS[findings.platform]({ experiment, findings, credentials, baseUrl, pathOf, header, headerArrives });
    findings.key.found = [...findings.key.found, ...found];
    await contrastUnkeyed(experiment);
    // Nothing was written with the key: what that would have stood for is asked without it.
    const { writeMethod } = findings.probes;
    if (!findings.key.write && writeMethod && !findings.time.banned) await experiment.askMethodAgain(writeMethod);
  }
  // A key that works has arrived; the dummy credential also shows what a cache makes of headers.
  if (!isProbeNeedless(experiment)) await header();
  await testQuery(experiment);
  await experiment.askUnseen();
}
