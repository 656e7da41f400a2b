// Pages share a core. Made all at once each takes as long as all of them together; made in turn the first ones are there long before, and the last
// ones no later: with a hundred readers the slowest twentieth waited half as long (docs/decisions/0010).
import { AsyncResource } from "node:async_hooks";

/** Some wait for the database while another is drawn. */
const AT_ONCE = 3;
/** A page that takes longer waits for something: it goes on, and holds nobody up. */
const LONGEST_MS = 250;
/** One whose reader went away is made to its end all the same: somebody who reloads all the time would have any number made at once. */
const ABANDONED_MS = 100;

/** Pages that are begun at once, and wait for their turn with what was begun of them. */
const BEGUN_AT_ONCE = 24;
/** No page works longer; one that is never told of its end must not keep its place for ever. */
const LONGEST_WORK_MS = 20_000;

/** @typedef {import("node:events").EventEmitter & { writableFinished?: boolean }} Answer emits `close` when it was sent or is wanted no more */

/** @param {number} atOnce */
function createRow(atOnce) {
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
   * First come, first served: calls `begin`, with what frees its place again, when there is one for `answer`; when whoever asked is gone by then,
   * `giveUp` instead.
   * @param {Answer} answer @param {(free: () => void) => void} begin @param {() => void} giveUp
   */
  return function inRow(answer, begin, giveUp = () => {}) {
    const start = () => {
      taken += 1;
      begin(free);
    };
    if (taken < atOnce) return start();
    const leave = () => {
      waiting.delete(next);
      giveUp();
    };
    // Called while another page ends: made in that one's context, each would hold the one before it, and all of them stay.
    const next = AsyncResource.bind(() => {
      answer.off("close", leave);
      start();
    });
    waiting.add(next);
    answer.once("close", leave);
  };
}

/** @param {{ atOnce?: number, longestMs?: number, abandonedMs?: number }} [options] */
export function createTurns({ atOnce = AT_ONCE, longestMs = LONGEST_MS, abandonedMs = ABANDONED_MS } = {}) {
  const inRow = createRow(atOnce);
  /**
   * Calls `make` when it is the turn of `answer`; when whoever asked is gone by then, `giveUp` instead.
   * @param {Answer} answer @param {() => void} make @param {() => void} [giveUp]
   */
  return function inTurn(answer, make, giveUp) {
    const begin = (/** @type {() => void} */ free) => {
      const started = performance.now();
      const end = () => {
        clearTimeout(timer);
        answer.off("close", close);
        free();
      };
      const close = () => {
        if (answer.writableFinished !== false) return end();
        clearTimeout(timer);
        timer = setTimeout(end, Math.min(abandonedMs, longestMs - (performance.now() - started)));
      };
      let timer = setTimeout(end, longestMs);
      answer.once("close", close);
      make();
    };
    inRow(answer, begin, giveUp);
  };
}

/** Pages that are begun before it is their turn: so many, each until its work has ended, whether somebody still waits for it or not. */
export function createRoom({ atOnce = BEGUN_AT_ONCE, longestMs = LONGEST_WORK_MS } = {}) {
  const inRow = createRow(atOnce);
  /** @param {Answer} answer @param {() => Promise<void>} work not called when whoever asked is gone by then */
  return function whenRoom(answer, work) {
    inRow(answer, (free) => {
      let isOver = false;
      const end = () => {
        clearTimeout(timer);
        if (!isOver) free();
        isOver = true;
      };
      const timer = setTimeout(end, longestMs);
      void work().finally(end);
    });
  };
}
