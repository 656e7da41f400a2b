import { cleanText } from "@/lib/base/clean-text";
import { readOwnServer } from "@/lib/check/diagnosis/fingerprints";
import type { Reading } from "@/lib/check/diagnosis/read-answer";
import type { Probe } from "@/lib/check/result";
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
  if (api) return answeredBy(api.platform, api.code ?? api.says, hide);
  if (sign?.software) return answeredBy(sign.software, sign.evidence, hide);
  const server = readOwnServer(answer)?.software;
  return server ? answeredBy(server, `server: ${headerOf(answer, "server")}`, hide) : null;
}
