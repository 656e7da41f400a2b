/** Runs `work` at most once in `ms`: at the first call of a burst at once, and after the last one always. */
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
