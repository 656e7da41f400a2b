/** Response to "Test again" in a report. */
export type HostTestAnswer =
  | { kind: "started" }
  | { kind: "joined" }
  | { kind: "nothing_refused" }
  | { kind: "too_soon"; retryAfterSeconds: number };
