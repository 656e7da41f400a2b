import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { causeOfRedirect, leadsToLogin, leadsToMaintenance } from "@/lib/check/diagnosis/redirect-causes";
import type { Findings } from "@/lib/check/probe/findings";
import type { Observation } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import { headerOf } from "@/lib/connectors/net/seen-answer";
import { detectFromPage } from "@/lib/connectors/probes";
import { hasPlainPermalinks } from "@/lib/connectors/woocommerce/probes";

/** HAProxy serves no shop pages: its "not found" is a refusal to forward the request. */
export const isRefusalOfProxy = ({ reading }: Pick<Observation, "reading">): boolean =>
  reading?.meaning === "not_found" && reading.sign?.sign === "page" && reading.sign.software === "haproxy";

/** The shop itself names what redirects: WordPress or one of its plugins. */
const whoRedirects = ({ answer, redirect }: Observation): Record<string, string> =>
  redirect && answer && headerOf(answer, "x-redirect-by") !== "" ? { by: "wordpress" } : {};

/** The cause if the API's path answers with something other than the API. */
export function causeOfMissingApi(findings: Findings, observation: Observation): Cause {
  const evidence = { pass: null, fail: observation };
  const { reading } = observation;
  const { shopSystem, location } = findings;
  const { elsewhere, homePage } = location;
  if (elsewhere) {
    const pair = { pass: elsewhere.observation, fail: observation };
    return elsewhere.is === "api"
      ? makeCause("api_not_found", pair, { reason: elsewhere.reason, details: { path: elsewhere.path, ...whoRedirects(observation) } })
      : makeCause("wrong_shop_system", pair, { details: { found: elsewhere.shopSystem, expected: shopSystem } });
  }
  const pages = [observation, homePage];
  if (shopSystem === "woocommerce" && pages.some((page) => page?.answer && hasPlainPermalinks(page.answer)))
    return makeCause("api_not_found", evidence, { reason: "plain_permalinks" });
  if (reading?.meaning === "invalid") return makeCause("invalid_response", evidence, { reason: reading.reason, details: reading.details });
  if (reading?.meaning === "redirect") {
    const details = { location: observation.redirect?.location ?? "" };
    if (leadsToLogin(observation)) return makeCause("password_protected", evidence, { reason: "login_page", details });
    if (leadsToMaintenance(observation)) return makeCause("maintenance_mode", evidence, { reason: "maintenance_announced", details });
    return causeOfRedirect(observation);
  }
  const isExpectedShop = homePage?.answer ? detectFromPage(homePage.answer)?.shopSystem === shopSystem : false;
  // The expected shop system is there, but its API path returns a page with status 200: something replaces the API's answer.
  if (reading?.meaning === "page" && isExpectedShop) return makeCause("invalid_response", evidence, { reason: "html" });
  if (isRefusalOfProxy(observation)) return makeCause("access_denied", evidence, { blocker: nameOfBlocker(observation) });
  // The web server's own "not found" while the shop's pages work: it does not route API paths to the shop.
  const isServersOwn = reading?.meaning === "not_found" && reading.sign?.sign === "page" && isExpectedShop;
  return makeCause("api_not_found", evidence, { reason: isServersOwn ? "rewrite_missing" : null });
}
