import { cleanText } from "@/lib/base/texts";
import { HOSTS_WITH_CDN } from "@/lib/check/diagnosis/defences";
import { isFront, readOwnServer, readServer } from "@/lib/check/diagnosis/fingerprints";
import type { Reading } from "@/lib/check/diagnosis/read-answer";
import type { Observation } from "@/lib/check/probe/observation";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";

const answeredBy = (software: string, evidence: string, hide: (text: string) => string): NonNullable<Probe["answeredBy"]> => ({
  software,
  evidence: hide(cleanText(evidence)).slice(0, 60),
});

/** The software that answered and its evidence: the shop's own API, a signed page or header, else the Server header. */
export function whoAnswered(
  { api, sign }: Reading,
  answer: SeenAnswer,
  hide: (text: string) => string,
): NonNullable<Probe["answeredBy"]> | null {
  if (api) return answeredBy(api.shopSystem, api.code ?? api.says, hide);
  if (sign?.software) return answeredBy(sign.software, sign.evidence, hide);
  const server = readOwnServer(answer)?.software;
  return server ? answeredBy(server, `server: ${headerOf(answer, "server")}`, hide) : null;
}

type NamedServer = NonNullable<ReturnType<typeof readServer>>;

const withEvidence = (server: NamedServer): CheckResult["server"] => ({
  ...server,
  evidence: [`server: ${[server.software, server.version].filter(Boolean).join("/")}`],
});

/** Names the host instead of its CDN as the blocker, because the fix is in the host's panel. */
export function nameHostOfCdn(causes: readonly Cause[], observations: readonly Observation[]): Cause[] {
  const { host } =
    HOSTS_WITH_CDN.find(({ header, value }) => observations.some(({ answer }) => answer && value.test(headerOf(answer, header)))) ?? {};
  const isOfCdn = ({ blocker }: Cause): boolean => blocker === "cloudflare" || blocker === "cloudflare_bots";
  return causes.map((cause) => (host && isOfCdn(cause) ? { ...cause, blocker: host } : cause));
}

/** The web server, by its Server header or its own page; otherwise the front. */
export function findServer(observations: readonly Observation[]): CheckResult["server"] {
  let front: NamedServer | null = null;
  for (const { answer } of observations) {
    const named = answer && readServer(answer);
    if (named && !isFront(named.software)) return withEvidence(named);
    front ??= named;
  }
  const sign = observations.find((observation) => observation.reading?.sign?.sign === "page")?.reading?.sign;
  if (sign?.software) return { software: sign.software, version: null, evidence: [sign.evidence] };
  return front ? withEvidence(front) : { software: null, version: null, evidence: [] };
}
