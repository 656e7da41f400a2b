import { BROWSER_AGENT } from "@/lib/egress/browser-agent";
import type { Asker } from "@/lib/probe/asker";
import type { Observation, Source } from "@/lib/probe/observation";
import { detectFromPage } from "@/lib/shops/detect";
import { PLATFORMS, type Platform } from "@/lib/shops/platforms";
import { SHOP_PROBES } from "@/lib/shops/probes";
import { getRequest, type ProbeRequest } from "@/lib/shops/shop-probes";

export interface DetectedPlatform {
  platform: Platform | null;
  evidence: string[];
}

const SHORT_AGENT = "Sendcloud/1.0.0";

/**
 * Which shop system answers at this address. The home page usually says it; else the roots of the APIs are asked one after the other. A
 * shop that refuses our name or addresses is looked at with a browser's name, and from the control address.
 */
export async function detectPlatform(asker: Asker, egress: readonly Source[], control: Source | null): Promise<DetectedPlatform> {
  const [own] = egress;
  if (!own) return { platform: null, evidence: [] };
  const ask = (request: ProbeRequest, source: Source, userAgent: string): Promise<Observation | null> =>
    asker.ask({ purpose: "detect", subject: "other", request, userAgent, source, below: "base", credential: "none" }, { fresh: true });
  const home: ProbeRequest = { ...getRequest("/"), headers: [["Accept", "text/html,*/*;q=0.8"]] };
  const looks: [Source, string][] = [
    [own, SHORT_AGENT],
    [own, BROWSER_AGENT],
    ...(control ? [[control, BROWSER_AGENT] satisfies [Source, string]] : []),
  ];
  let open: [Source, string] | null = null;
  for (const [source, userAgent] of looks) {
    const page = await ask(home, source, userAgent);
    if (!page?.answer) continue;
    const sign = detectFromPage(page.answer);
    if (sign) return { platform: sign.platform, evidence: [`${page.probe.path}: ${sign.evidence}`] };
    if (page.answer.status < 400 || page.answer.status === 404) {
      open ??= [source, userAgent];
      break;
    }
  }
  const [source, userAgent] = open ?? [own, SHORT_AGENT];
  for (const platform of PLATFORMS) {
    const root = await ask(SHOP_PROBES[platform].root, source, userAgent);
    if (!root) break;
    if (root.answer && SHOP_PROBES[platform].recognize(root.answer, "GET")) {
      return { platform, evidence: [`${root.probe.path}: answer of the API`] };
    }
    if (!root.answer) break;
  }
  return { platform: null, evidence: [] };
}
