// An interrupted bench ends the processes it started: they belong to no terminal and would keep running.
const started = new Set<number>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
process.once("exit", () => {
  for (const pid of started) {
    try {
      // PostgreSQL shuts down immediately on it; everything else ends as well.
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
