// Preloaded into every process of the stack: when the start script is gone, whatever ended it, this process ends as if it had been asked to.
if (process.channel) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
