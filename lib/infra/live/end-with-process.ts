const ends = new Set<() => void>();

// The server waits for open responses before it exits, and event streams stay open.
process.once("SIGTERM", () => {
  for (const end of ends) end();
});

/** Calls `end` when the process receives SIGTERM. @returns unsubscribes */
export function endWithProcess(end: () => void): () => void {
  ends.add(end);
  return () => void ends.delete(end);
}
