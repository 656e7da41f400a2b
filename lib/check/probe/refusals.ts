import { readServer } from "@/lib/check/diagnosis/fingerprints";
import { isClosedUnanswered, type Observation } from "@/lib/check/probe/observation";

// What a refusal may be about: the visitor, the moment, the connection, or a limit.

/** By what a refusal is recognised again: a ban answers everything alike. */
export const signatureOf = (observation: Observation): string =>
  observation.failure?.code ?? `${observation.reading?.meaning}:${observation.answer?.status}:${observation.reading?.sign?.software ?? ""}`;

/** Refusals that were noted, by their signatures. */
export class Signatures {
  private readonly noted = new Set<string>();

  has(refusal: Observation): boolean {
    return this.noted.has(signatureOf(refusal));
  }
  add(refusal: Observation): void {
    this.noted.add(signatureOf(refusal));
  }
}

/** The shop is in maintenance or broken: that comes and goes, and is about no visitor in particular. */
export const isTrouble = ({ reading }: Observation): boolean => reading?.meaning === "maintenance" || reading?.meaning === "server_error";

/** Failures that may be over a moment later. */
export const isTransient = (observation: Observation): boolean =>
  isTrouble(observation) ||
  observation.reading?.meaning === "invalid" ||
  ["connection_reset", "no_answer", "answer_reset", "malformed_answer"].includes(observation.failure?.code ?? "");

/** A server may close a connection while nothing is asked, and the next request comes too late: that is about nothing. */
export const isTooLate = (observation: Observation): boolean => isClosedUnanswered(observation) && !observation.probe.coldConnection;

/** Redirected, or refused in WordPress' own words: no refusal yet that a server may count. */
export const isSpokenByShop = ({ reading }: Observation): boolean =>
  reading?.meaning === "redirect" || reading?.api?.says === "closed_by_plugin";

/** nginx answers 503 past a limit (limit_req) by default: only time distinguishes it from a shop that is down. */
export const mayBeLimit = ({ answer, reading }: Observation): boolean =>
  answer?.status === 503 &&
  reading?.meaning === "server_error" &&
  reading.api === null &&
  /^(?:nginx|openresty)$/.test(reading.sign?.software ?? readServer(answer)?.software ?? "");

/** What the shop says of a place that does not exist may have become such a page on its way: about a write to one it says nothing. */
const MAY_STAND_FOR_NOTHING_THERE: ReadonlySet<string> = new Set(["not_found", "page", "invalid"]);
export const mayStandForNothingThere = ({ reading, answer }: Observation): boolean =>
  reading !== null && reading.meaning !== "pass" && (answer?.status === 400 || MAY_STAND_FOR_NOTHING_THERE.has(reading.meaning));

/** What a refusal without a key may have become on its way. */
export const MAY_STAND_FOR_401: ReadonlySet<string> = new Set(["blocked", "not_found", "page"]);
