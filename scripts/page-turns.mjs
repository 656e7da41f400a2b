// Pages share a core. Made all at once each takes as long as all of them together; made in turn the first ones are there long before, and the last
// ones no later: with a hundred readers the slowest twentieth waited half as long (docs/decisions/0010).
import { AsyncResource } from "node:async_hooks";

/** Some wait for the database while another is drawn. */
const AT_ONCE = 3;
/** A page that takes longer waits for something: it goes on, and holds nobody up. */
const LONGEST_MS = 250;
/** One whose reader went away is made to its end all the same: somebody who reloads all the time would have any number made at once. */
const ABANDONED_MS = 100;

/** @param {{ atOnce?: number, longestMs?: number, abandonedMs?: number }} [options] */
export function createTurns({ atOnce = AT_ONCE, longestMs = LONGEST_MS, abandonedMs = ABANDONED_MS } = {}) {
  let taken = 0;
  /** @type {Set<() => void>} */
  const waiting = new Set();

  function free() {
    taken -= 1;
    for (const [next] of waiting.entries()) {
      waiting.delete(next);
      next();
      return;
    }
  }

  /**
   * Calls `make` when it is the turn of `response`, first come, first served; not at all when whoever asked is gone by then.
   * @param {import("node:events").EventEmitter & { writableFinished?: boolean }} response emits `close` when it was sent or is wanted no more
   * @param {() => void} make
   */
  return function inTurn(response, make) {
    const begin = () => {
      taken += 1;
      const started = performance.now();
      const end = () => {
        clearTimeout(timer);
        response.off("close", close);
        free();
      };
      const close = () => {
        if (response.writableFinished !== false) return end();
        clearTimeout(timer);
        timer = setTimeout(end, Math.min(abandonedMs, longestMs - (performance.now() - started)));
      };
      let timer = setTimeout(end, longestMs);
      response.once("close", close);
      make();
    };
    if (taken < atOnce) return begin();
    const leave = () => waiting.delete(next);
    // Called while another page ends: made in that one's context, each would hold the one before it, and all of them stay.
    const next = AsyncResource.bind(() => {
      response.off("close", leave);
      begin();
    });
    waiting.add(next);
    response.once("close", leave);
  };
}
