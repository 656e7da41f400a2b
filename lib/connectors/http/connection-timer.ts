/** How long each phase of one exchange took in milliseconds; a phase that did not happen is null. */
export interface PhaseTimes {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
}

/** Keeps the phases of the first exchange; later ones use an open connection and are not measured. */
export function createConnectionTimer() {
  const times: PhaseTimes = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null };
  let hasBegun = false;
  let isConnected = false;

  return {
    times: (): PhaseTimes | null => (hasBegun ? { ...times } : null),

    noteLookup(durationMs: number): void {
      if (!hasBegun) times.dnsMs = durationMs;
    },

    noteBeginning(): void {
      hasBegun = true;
    },

    noteConnection({ connectMs, tlsMs }: { connectMs: number; tlsMs: number | null }): void {
      if (isConnected) return;
      isConnected = true;
      Object.assign(times, { connectMs, tlsMs });
    },

    /** The head of an answer arrived; only the first counts. */
    noteHead(firstByteMs: number | null): void {
      if (isConnected) times.firstByteMs ??= firstByteMs;
    },
  };
}
