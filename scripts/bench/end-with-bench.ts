// A bench that is interrupted ends what it has started: its processes are none of a terminal's, and would go on working.
const started = new Set<number>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
process.once("exit", () => {
  for (const pid of started) {
    try {
      // PostgreSQL takes it for an order to end at once; everything else ends by it as well.
      process.kill(pid, "SIGQUIT");
    } catch {
      // It has ended before.
    }
  }
});

/** Ends this process with the bench, however that ends. */
export const endWithBench = (pid: number | undefined): void => {
  if (pid !== undefined) started.add(pid);
};
