import { readServer } from "@/lib/check/diagnosis/fingerprints";
import { isClosedUnanswered, type Observation } from "@/lib/check/probe/observation";

/** Recognises equal refusals: a ban gives every request the same answer. */
export const signatureOf = (observation: Observation): string =>
  observation.failure?.code ?? `${observation.reading?.meaning}:${observation.answer?.status}:${observation.reading?.sign?.software ?? ""}`;

export class Signatures {
  private readonly noted = new Set<string>();

  has(refusal: Observation): boolean {
    return this.noted.has(signatureOf(refusal));
  }
  add(refusal: Observation): void {
    this.noted.add(signatureOf(refusal));
  }
}

/** Maintenance or a broken shop, which affects all visitors alike. */
export const isTrouble = ({ reading }: Observation): boolean => reading?.meaning === "maintenance" || reading?.meaning === "server_error";

/** Failures that may be gone a moment later. */
export const isTransient = (observation: Observation): boolean =>
  isTrouble(observation) ||
  observation.reading?.meaning === "invalid" ||
  ["connection_reset", "no_answer", "answer_reset", "malformed_answer"].includes(observation.failure?.code ?? "");

/** The server closed an idle connection just before the request. */
export const isTooLate = (observation: Observation): boolean => isClosedUnanswered(observation) && !observation.probe.coldConnection;

/** Redirects, and refusals by WordPress, which no server counts towards a ban. */
export const isAnswerOfShop = ({ reading }: Observation): boolean =>
  reading?.meaning === "redirect" || reading?.api?.says === "closed_by_plugin";

/** nginx answers 503 when a limit (limit_req) is exceeded: only time distinguishes that from an outage. */
export const mayBeLimit = ({ answer, reading }: Observation): boolean =>
  answer?.status === 503 &&
  reading?.meaning === "server_error" &&
  reading.api === null &&
  /^(?:nginx|openresty)$/.test(reading.sign?.software ?? readServer(answer)?.software ?? "");

/** May replace the shop's answer that a record does not exist. */
const MAY_STAND_FOR_NOTHING_THERE: ReadonlySet<string> = new Set(["not_found", "page", "invalid"]);
export const mayStandForNothingThere = ({ reading, answer }: Observation): boolean =>
  reading !== null && reading.meaning !== "pass" && (answer?.status === 400 || MAY_STAND_FOR_NOTHING_THERE.has(reading.meaning));

/** May replace the shop's refusal of a request without a key. */
export const MAY_STAND_FOR_401: ReadonlySet<string> = new Set(["blocked", "not_found", "page"]);
