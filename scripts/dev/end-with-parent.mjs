// Preloaded into every process of the stack: exits as on SIGTERM when the start script is gone, even if it was killed. Grandchildren
// inherit the preload, but are tied to their own parent.
if (process.channel && process.env.MOORING_STARTED_BY === String(process.ppid)) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
