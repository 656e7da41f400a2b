// Preloaded into every process of the stack: when the start script is gone, whatever ended it, this process ends as if it had been asked to.
// Processes that it starts in turn inherit the preload, but have a parent of their own to end with.
if (process.channel && process.env.MOORING_STARTED_BY === String(process.ppid)) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
