import type { Observation, Source } from "@/lib/check/probe/observation";
import { followHomePage } from "@/lib/check/probe/plan/search/follow-home-page";
import { HOME_PAGE } from "@/lib/check/probe/plan/send/requests";
import { type Plan, probeFresh } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";
import { BROWSER_AGENT } from "@/lib/connectors/egress/user-agents";
import { detectFromPage, SHOP_PROBES } from "@/lib/connectors/probes";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";

export interface DetectedShopSystem {
  shopSystem: ShopSystem | null;
  evidence: string[];
}

const SHORT_AGENT = "Sendcloud/1.0.0";

type Visitor = readonly [source: Source, userAgent: string];

/** A missing page does not count as refused. */
const isClosed = ({ answer }: Observation): boolean => answer !== null && answer.status >= 400 && answer.status !== 404;

/** Detects by the home page, else by the API roots. If our User-Agents or addresses are refused, tries as a browser, then from the control. */
export function* detectShopSystem(egress: readonly Source[], control: Source | null): Plan<DetectedShopSystem> {
  const [own] = egress;
  if (!own) return { shopSystem: null, evidence: [] };
  const ask = (request: ProbeRequest, [source, userAgent]: Visitor): Plan<Observation | null> =>
    probeFresh({ rule: "shop_system_of_page", subject: "other", request, userAgent, source, below: "base", credential: "none" });
  const fromPage = ({ answer, probe }: Observation): DetectedShopSystem | null => {
    const sign = answer && detectFromPage(answer);
    return sign ? { shopSystem: sign.shopSystem, evidence: [`${probe.path}: ${sign.evidence}`] } : null;
  };
  let hasTriedRoots = false;
  /** Tried once, or again if the roots were refused like the home page. */
  function* fromRoots(visitor: Visitor, home: Observation): Plan<DetectedShopSystem | null> {
    if (hasTriedRoots) return null;
    for (const shopSystem of SHOP_SYSTEMS) {
      const root = yield* ask(SHOP_PROBES[shopSystem].root, visitor);
      if (!root?.answer || (isClosed(home) && signatureOf(root) === signatureOf(home))) return null;
      if (SHOP_PROBES[shopSystem].recognize(root.answer, "GET")) return { shopSystem, evidence: [`${root.probe.path}: answer of the API`] };
      const shown = fromPage(root);
      if (shown) return shown;
    }
    hasTriedRoots = true;
    return null;
  }
  const visitors: readonly Visitor[] = [
    [own, SHORT_AGENT],
    [own, BROWSER_AGENT],
    ...(control ? [[control, BROWSER_AGENT] satisfies Visitor] : []),
  ];
  for (const visitor of visitors) {
    const home = yield* ask(HOME_PAGE, visitor);
    if (!home?.answer) continue;
    const page = yield* followHomePage(home, probeFresh);
    const found = fromPage(page) ?? (yield* fromRoots(visitor, page));
    if (found) return found;
    if (!isClosed(page)) break;
  }
  return { shopSystem: null, evidence: [] };
}
