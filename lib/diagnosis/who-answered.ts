import { cleanText } from "@/lib/base/clean-text";
import type { Probe } from "@/lib/checks/result";
import { readOwnServer } from "@/lib/diagnosis/fingerprints";
import type { Reading } from "@/lib/diagnosis/read-answer";
import { headerOf, type SeenAnswer } from "@/lib/net/seen-answer";

/** The software that answered and by what it was recognised: the shop's own words, a page or header of its own, the Server header. */
export function whoAnswered(
  { api, sign }: Reading,
  answer: SeenAnswer,
  hide: (text: string) => string,
): NonNullable<Probe["answeredBy"]> | null {
  const tell = (software: string, evidence: string) => ({ software, evidence: hide(cleanText(evidence)).slice(0, 60) });
  if (api) return tell(api.platform, api.code ?? api.says);
  if (sign?.software) return tell(sign.software, sign.evidence);
  const server = readOwnServer(answer)?.software;
  return server ? tell(server, `server: ${headerOf(answer, "server")}`) : null;
}
