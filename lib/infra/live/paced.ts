/** Runs `work` at most once per `ms`: immediately for the first call of a burst, and always after the last one. */
export function paced(ms: number, work: () => void): { run(): void; close(): void } {
  let waiting: NodeJS.Timeout | null = null;
  let again = false;
  let closed = false;

  function run(): void {
    if (closed) return;
    if (waiting) {
      again = true;
      return;
    }
    work();
    waiting = setTimeout(() => {
      waiting = null;
      if (!again) return;
      again = false;
      run();
    }, ms);
  }

  return {
    run,
    close() {
      closed = true;
      if (waiting) clearTimeout(waiting);
    },
  };
}
