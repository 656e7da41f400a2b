const EVENTS = ["online", "live-again"] as const;

/** Calls `done` once the server can be reached again: the network or the event stream (live-stream.ts) came back. */
export function whenReached(done: () => void): void {
  const finish = (): void => {
    for (const name of EVENTS) removeEventListener(name, finish);
    done();
  };
  for (const name of EVENTS) addEventListener(name, finish);
}
