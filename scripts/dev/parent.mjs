// A program started by `npm start` must not outlive npm, even if npm is killed without sending a signal.

const POLL_MS = 500;
/** Read at startup, since the parent may exit before the first check. */
const parent = process.ppid;

/**
 * Calls `then` once when the parent process is gone. Only under npm, since a shell may exit before its children.
 * @returns stops watching
 */
export function whenParentEnds(then) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
