import { isRefusalOfProxy } from "@/lib/check/diagnosis/missing-api";
import { isJsonApiRefusal } from "@/lib/check/diagnosis/other-system";
import { leadsToMaintenance } from "@/lib/check/diagnosis/redirect-causes";
import type { Cell, Elsewhere, SearchFacts } from "@/lib/check/probe/findings";
import { isShopWindow, type Observation, passed, type Question, type Source } from "@/lib/check/probe/observation";
import { followHomePage } from "@/lib/check/probe/plan/search/follow-home-page";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { HOME_PAGE, outsideMatrix } from "@/lib/check/probe/plan/send/requests";
import type { Plan } from "@/lib/check/probe/plan/step";
import { isJsonType } from "@/lib/connectors/net/seen-answer";
import type { Target } from "@/lib/connectors/net/target";
import { isPrestashopDocument } from "@/lib/connectors/prestashop/probes";
import { detectFromPage, SHOP_PROBES } from "@/lib/connectors/probes";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import { hasPlainPermalinks } from "@/lib/connectors/woocommerce/probes";

/** Kept short, because each costs a request. */
const USUAL_FOLDERS: Readonly<Record<ShopSystem, readonly string[]>> = {
  woocommerce: ["/shop", "/store", "/wordpress", "/blog"],
  magento: ["/shop", "/store", "/magento"],
  prestashop: ["/shop", "/store", "/prestashop"],
  shopify: [],
};

/** The given address ends like the API's path: checks whether the shop is above it. */
export function* probeApiAbove(cells: Cells, working: Cell): Plan<Elsewhere | null> {
  const { evidence, journal } = cells;
  const { probes } = evidence;
  const { basePath } = journal.base.target;
  const above = basePath.replace(probes.apiEnding, "");
  if (above === basePath) return null;
  const request = { ...probes.root, path: above + probes.root.path };
  const observation = yield* cells.send(outsideMatrix("api_above_address", request, working, "host"));
  if (!observation || !passed(observation)) return null;
  return { is: "api", reason: "other_path", path: above === "" ? "/" : above, observation };
}

/** Whether the API's path or the whole site is refused. Both requests differ only in the path. */
export function* searchSiblingPaths(cells: Cells, { location }: SearchFacts, source: Source): Plan<void> {
  const { agents, probes } = cells.evidence;
  const request = { ...probes.root, path: "/" };
  location.homePage ??= yield* cells.send(
    outsideMatrix("home_page_beside_root", request, { source, userAgent: agents[0] }, "base", "home"),
  );
}

/** The folder of the API at the redirect's target; null if the target has none. */
function folderOf(target: Target | null, rootPath: string): string | null {
  const path = target?.pathAndQuery.split("?")[0] ?? "";
  const root = rootPath.split("?")[0] ?? "";
  return path.endsWith(root) ? path.slice(0, -root.length) : null;
}

/** Never a page of the shop, so that WordPress answers it with a 404 of its own. */
const OTHER_PRETTY_PATH = "/sendcloud-check/";

/**
 * Whether a rule closes the API's path: WordPress answers another address without a file, so that the server's rewrite rules work. `root` got the
 * server's own "not found".
 */
function* verifyPathClosed(cells: Cells, root: Observation, source: Source): Plan<boolean> {
  const { agents, probes } = cells.evidence;
  const visitor = { source, userAgent: agents[0] };
  const other = yield* cells.send(outsideMatrix("other_pretty_path", { ...probes.root, path: OTHER_PRETTY_PATH }, visitor, "base"));
  if (!other?.answer || other.reading?.sign?.sign === "page" || other.answer.text === root.answer?.text) return false;
  // WordPress may have written its rules anew since.
  const again = yield* cells.send(outsideMatrix("api_beside_pretty_path", probes.root, visitor, "base"));
  return again?.reading?.meaning === "not_found";
}

/** Something other than the application answered: searches for the API. */
export function* searchApi(cells: Cells, facts: SearchFacts): Plan<Elsewhere | null> {
  const { evidence, journal } = cells;
  const { egress, agents, probes, shopSystem } = evidence;
  const source = egress.find((one) => evidence.matrix.get({ subject: "root", method: "GET", userAgent: agents[0], source: one })?.answer);
  if (!source) return null;
  const root = evidence.matrix.get({ subject: "root", method: "GET", userAgent: agents[0], source });
  const meaning = root?.reading?.meaning;
  if (root && (meaning === "blocked" || isRefusalOfProxy(root) || (root.answer && isJsonApiRefusal(root.answer)))) {
    yield* searchSiblingPaths(cells, facts, source);
    if (meaning === "blocked" || isShopWindow(facts.location.homePage)) return null;
  }
  const lost = root?.redirect?.kind === "path_changed" || root?.redirect?.kind === "same_address";
  if (!(meaning === "not_found" || meaning === "page" || meaning === "invalid" || (meaning === "redirect" && lost))) return null;
  if (facts.redirects.lost?.is === "loop" || (root && leadsToMaintenance(root))) return null;
  // Broken JSON or XML is still the API.
  if (meaning === "invalid" && root?.answer && (isJsonType(root.answer) || isPrestashopDocument(root.answer))) return null;
  const at = (rule: Question["rule"], request: ProbeRequest, below: Question["below"], subject?: Question["subject"]) =>
    cells.send(outsideMatrix(rule, request, { source, userAgent: agents[0] }, below, subject));

  const start = facts.location.homePage ?? (yield* at("home_page_of_lost_api", HOME_PAGE, "base", "home"));
  const home = start && (yield* followHomePage(start, (question) => cells.send(question)));
  facts.location.homePage = home;

  for (const page of [home, root]) {
    const path = page?.answer ? probes.findRenamedApi(page.answer) : null;
    if (path === null) continue;
    const { search } = new URL(probes.root.path, "http://root.invalid");
    const observation = yield* at("api_under_other_prefix", { ...probes.root, path: path + search }, "host");
    if (!observation || !passed(observation)) break;
    return { is: "api", reason: "renamed_prefix", path, observation };
  }

  const basePath = journal.base.target.basePath;
  function* inFolder(folder: string): Plan<Elsewhere | null> {
    const observation = yield* at("api_in_other_folder", { ...probes.root, path: folder + probes.root.path }, "host");
    if (!observation || !passed(observation)) return null;
    return { is: "api", reason: "other_path", path: folder === "" ? "/" : folder, observation };
  }
  // The shop redirects into its API's folder, as language plugins do.
  const sentTo = root?.redirect?.kind === "path_changed" ? folderOf(root.redirect.target, probes.root.path) : null;
  const above = basePath.replace(probes.apiEnding, "");
  // The root before the other forms: a shop there answers those below this folder too.
  const near = [...(sentTo !== null && sentTo !== basePath ? [sentTo] : []), ...(above !== basePath && above !== "" ? [above] : [])];
  for (const folder of [...near, ...(basePath !== "" ? [""] : [])]) {
    const found = yield* inFolder(folder);
    if (found) return found;
  }
  for (const place of probes.otherPlaces) {
    const observation = yield* at("api_in_other_form", place.request, "base");
    if (!observation || !passed(observation)) continue;
    const plain = [observation, root, home].some((one) => one?.answer && hasPlainPermalinks(one.answer));
    const isMissing = place.reason === "rewrite_missing" || !plain;
    const isRedirected = isMissing && meaning === "redirect";
    const isClosed = isMissing && !isRedirected && shopSystem === "woocommerce" && root && (yield* verifyPathClosed(cells, root, source));
    const reason = isRedirected ? "path_redirected" : isClosed ? "path_closed" : isMissing ? "rewrite_missing" : place.reason;
    return { is: "api", reason, path: observation.probe.path, observation };
  }

  const folders = new Set<string>();
  const named = home?.answer ? probes.findFolder(home.answer) : null;
  if (named && named !== basePath) folders.add(named);
  if (start?.redirect?.kind === "path_changed" && start.redirect.target) folders.add(start.redirect.target.basePath);
  const sign = home?.answer ? detectFromPage(home.answer) : null;
  if (!sign || sign.shopSystem === shopSystem) for (const folder of USUAL_FOLDERS[shopSystem]) if (folder !== basePath) folders.add(folder);
  for (const folder of folders) {
    const found = yield* inFolder(folder);
    if (found) return found;
  }

  const others = SHOP_SYSTEMS.filter((other) => other !== shopSystem);
  if (sign && sign.shopSystem !== shopSystem) others.sort((a, b) => Number(b === sign.shopSystem) - Number(a === sign.shopSystem));
  for (const other of others) {
    const observation = yield* at("other_shop_system", SHOP_PROBES[other].root, "base");
    if (!observation) return null;
    if (observation.answer && SHOP_PROBES[other].recognize(observation.answer, "GET")?.shopSystem === other)
      return { is: "another_system", shopSystem: other, observation };
  }
  return null;
}
