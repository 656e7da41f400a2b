// A program started by `npm start` must not outlive npm, even when npm is killed and cannot say so.

const LOOK_EVERY_MS = 500;
/** As it was when this program began: it may end before anybody asks. */
const parent = process.ppid;

/**
 * Calls `then` once when the process that started this one is gone. Only under npm: a shell may well end before what it started.
 * @returns a function that stops looking
 */
export function whenParentEnds(then) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
