import type { Observation, Source } from "@/lib/check/probe/observation";
import { HOME_PAGE } from "@/lib/check/probe/plan/questions";
import { type Plan, probeFresh } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";
import { detectFromPage } from "@/lib/connectors/detect";
import { BROWSER_AGENT } from "@/lib/connectors/egress/browser-agent";
import { PLATFORMS, type Platform } from "@/lib/connectors/platforms";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

export interface DetectedPlatform {
  platform: Platform | null;
  evidence: string[];
}

const SHORT_AGENT = "Sendcloud/1.0.0";

type Visitor = readonly [source: Source, userAgent: string];

/** A missing page does not count as refused. */
const isClosed = ({ answer }: Observation): boolean => answer !== null && answer.status >= 400 && answer.status !== 404;

/** Detects by the home page, else by the API roots. If our User-Agents or addresses are refused, tries as a browser, then from the control. */
export function* detectPlatform(egress: readonly Source[], control: Source | null): Plan<DetectedPlatform> {
  const [own] = egress;
  if (!own) return { platform: null, evidence: [] };
  const ask = (request: ProbeRequest, [source, userAgent]: Visitor): Plan<Observation | null> =>
    probeFresh({ rule: "platform_of_page", subject: "other", request, userAgent, source, below: "base", credential: "none" });
  const fromPage = ({ answer, probe }: Observation): DetectedPlatform | null => {
    const sign = answer && detectFromPage(answer);
    return sign ? { platform: sign.platform, evidence: [`${probe.path}: ${sign.evidence}`] } : null;
  };
  let isSought = false;
  /** Tried once, or again if the roots were refused like the home page. */
  function* fromRoots(visitor: Visitor, home: Observation): Plan<DetectedPlatform | null> {
    if (isSought) return null;
    for (const platform of PLATFORMS) {
      const root = yield* ask(SHOP_PROBES[platform].root, visitor);
      if (!root?.answer || (isClosed(home) && signatureOf(root) === signatureOf(home))) return null;
      if (SHOP_PROBES[platform].recognize(root.answer, "GET")) return { platform, evidence: [`${root.probe.path}: answer of the API`] };
      const shown = fromPage(root);
      if (shown) return shown;
    }
    isSought = true;
    return null;
  }
  const visitors: readonly Visitor[] = [
    [own, SHORT_AGENT],
    [own, BROWSER_AGENT],
    ...(control ? [[control, BROWSER_AGENT] satisfies Visitor] : []),
  ];
  for (const visitor of visitors) {
    const page = yield* ask(HOME_PAGE, visitor);
    if (!page?.answer) continue;
    const found = fromPage(page) ?? (yield* fromRoots(visitor, page));
    if (found) return found;
    if (!isClosed(page)) break;
  }
  return { platform: null, evidence: [] };
}
