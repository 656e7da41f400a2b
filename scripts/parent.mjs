// A program started by `npm start` must not outlive npm, even when npm is killed and cannot say so.

const LOOK_EVERY_MS = 500;

/** Calls `then` once when the process that started this one is gone. Only under npm: a shell may well end before what it started. */
export function whenParentEnds(then) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, LOOK_EVERY_MS);
  timer.unref();
}
