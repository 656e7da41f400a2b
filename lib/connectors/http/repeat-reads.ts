import { FROM_CACHE } from "@/lib/connectors/http/cached-answers";
import type { ShopClient, ShopFailure } from "@/lib/connectors/shop";

// Busy hosts fail single requests: a worker process restarts, a proxy gives up, a connection is cut. A read is then asked again after a
// moment, so that one failed request does not end a run of a hundred. How often follows from what repeats have done for this client: what a
// shop breaks down on every time is hardly repeated.

const WAITS_MS = [100, 300, 700, 1_500, 3_000] as const;
/** Repeats of one read where none has helped or failed yet, and where more were in vain than helped. */
const REPEATS_AT_FIRST = 2;
const REPEATS_IN_VAIN = 1;
/** What takes long to fail, such as a page that is too large for the shop, would only load it further. */
const WITHIN_MS = 10_000;
/** More repeats than these, and than half of what came through, would weigh on a shop that is in trouble as a whole. */
const FREE_REPEATS = 10;
const SHARE_OF_ANSWERS = 1 / 2;

interface Seen {
  /** `given_up`: a read failed however often it was repeated, and nothing has come through since. */
  state: "unseen" | "answering" | "given_up";
  answers: number;
  repeats: number;
  /** Lost reads that came through when repeated, minus twice those that did not. */
  helped: number;
}

const seen = new WeakMap<ShopClient, Seen>();

const seenOf = (client: ShopClient): Seen => {
  const known = seen.get(client) ?? { state: "unseen", answers: 0, repeats: 0, helped: 0 };
  seen.set(client, known);
  return known;
};

/** A failure that the next request need not meet. */
export const mayPass = ({ code, status, detail }: ShopFailure): boolean =>
  code === "server_error" ||
  code === "connection_reset" ||
  code === "connection_refused" ||
  // Without a status the answer itself was damaged on its way.
  (code === "invalid_response" && (status === null || (status === 200 && detail !== FROM_CACHE)));

/** The last read of this client came through. */
export const isAnswering = (client: ShopClient): boolean => seenOf(client).state === "answering";

/** A read came through, after so many repeats. */
export function noteAnswer(client: ShopClient, repeats: number): void {
  const known = seenOf(client);
  known.state = "answering";
  known.answers += 1;
  if (repeats > 0) known.helped += 1;
}

/** How long to wait before a lost read is repeated, or null where it is not. `repeats`: how often it has been. */
export function waitBeforeRepeat(client: ShopClient, failure: ShopFailure, repeats: number, elapsedMs: number): number | null {
  const known = seenOf(client);
  const waitMs = WAITS_MS[repeats];
  const isSpent = known.repeats >= FREE_REPEATS + known.answers * SHARE_OF_ANSWERS;
  if (known.state === "given_up" || waitMs === undefined || repeats >= mostRepeats(known, failure) || isSpent || elapsedMs > WITHIN_MS) {
    if (repeats > 0) known.helped -= 2;
    known.state = "given_up";
    return null;
  }
  known.repeats += 1;
  return waitMs;
}

function mostRepeats({ state, helped }: Seen, { status }: ShopFailure): number {
  // A page in the place of the API is no failure that passes, unless the API has answered before.
  if (state === "unseen" && status === 200) return 0;
  if (helped > 0) return WAITS_MS.length;
  return helped === 0 ? REPEATS_AT_FIRST : REPEATS_IN_VAIN;
}
