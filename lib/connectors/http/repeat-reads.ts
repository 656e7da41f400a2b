import { FROM_CACHE } from "@/lib/connectors/http/cached-answers";
import type { ShopClient, ShopFailure } from "@/lib/connectors/shop";

// Busy hosts fail single requests. A read is repeated shortly afterwards, so that one failure does not end a run of a hundred requests. How often
// depends on how much repeats have helped this client.

const WAITS_MS = [100, 300, 700, 1_500, 3_000] as const;
/** Repeats of one read before any has helped or failed, and if more have failed than helped. */
const REPEATS_AT_FIRST = 2;
const REPEATS_IN_VAIN = 1;
/** Repeating a read that takes longer to fail, such as an oversized page, would only add load. */
const MAX_FAILING_MS = 10_000;
/** Beyond these repeats, and half of all responses, more would burden a shop that is failing as a whole. */
const FREE_REPEATS = 10;
const SHARE_OF_ANSWERS = 1 / 2;

interface Seen {
  /** `given_up`: a read failed despite all repeats, and nothing has succeeded since. */
  state: "unseen" | "answering" | "given_up";
  answers: number;
  repeats: number;
  /** Reads that succeeded when repeated, minus twice those that did not. */
  helped: number;
}

const seen = new WeakMap<ShopClient, Seen>();

const seenOf = (client: ShopClient): Seen => {
  const known = seen.get(client) ?? { state: "unseen", answers: 0, repeats: 0, helped: 0 };
  seen.set(client, known);
  return known;
};

export const mayPass = ({ code, status, detail }: ShopFailure): boolean =>
  code === "server_error" ||
  code === "connection_reset" ||
  code === "connection_refused" ||
  // Without a status, the response was damaged in transit.
  (code === "invalid_response" && (status === null || (status === 200 && detail !== FROM_CACHE)));

export const isAnswering = (client: ShopClient): boolean => seenOf(client).state === "answering";

/** Records a successful read. `repeats`: how many it took. */
export function noteAnswer(client: ShopClient, repeats: number): void {
  const known = seenOf(client);
  known.state = "answering";
  known.answers += 1;
  if (repeats > 0) known.helped += 1;
}

/** Milliseconds to wait before repeating the read; null: do not repeat. `repeats`: how often it was repeated already. */
export function waitBeforeRepeat(client: ShopClient, failure: ShopFailure, repeats: number, elapsedMs: number): number | null {
  const known = seenOf(client);
  const waitMs = WAITS_MS[repeats];
  const isSpent = known.repeats >= FREE_REPEATS + known.answers * SHARE_OF_ANSWERS;
  if (
    known.state === "given_up" ||
    waitMs === undefined ||
    repeats >= mostRepeats(known, failure) ||
    isSpent ||
    elapsedMs > MAX_FAILING_MS
  ) {
    if (repeats > 0) known.helped -= 2;
    known.state = "given_up";
    return null;
  }
  known.repeats += 1;
  return waitMs;
}

function mostRepeats({ state, helped }: Seen, { status }: ShopFailure): number {
  // A page in place of the API is not transient unless the API has answered before.
  if (state === "unseen" && status === 200) return 0;
  if (helped > 0) return WAITS_MS.length;
  return helped === 0 ? REPEATS_AT_FIRST : REPEATS_IN_VAIN;
}
