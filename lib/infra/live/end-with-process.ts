const ends = new Set<() => void>();

// Streams have no end of their own, and the server waits for every answer before it stops.
process.once("SIGTERM", () => {
  for (const end of ends) end();
});

/** Calls `end` when the process is asked to stop, until the returned function is called. */
export function endWithProcess(end: () => void): () => void {
  ends.add(end);
  return () => void ends.delete(end);
}
