interface KindTraits {
  tone: "bad" | "good" | "plain";
  /** What the kind says about an incident: that it lasts, that its host's test passed, or that it is over. */
  about: "trouble" | "passed" | "over" | null;
}

/** Every event that members can be notified of. Names: `notifications.kind.<kind>`; texts: `noteText`. */
export const KIND_TRAITS = {
  needs_you: { tone: "bad", about: "trouble" },
  recovered: { tone: "good", about: "over" },
  /** No success for one week, and again for three: the lane will be switched off. */
  off_soon: { tone: "bad", about: "trouble" },
  /** The lane was switched off after weeks without success. */
  switched_off: { tone: "bad", about: "trouble" },
  /** The hosting provider tested a shared report successfully. */
  report_green: { tone: "good", about: "passed" },
  /** The hosting provider wrote on a shared report. */
  host_answered: { tone: "plain", about: null },
  /** A shop blocks IP addresses that will be used soon. */
  addresses_refused: { tone: "bad", about: null },
  /** A certificate, a key, a name or a version ends soon. */
  ending_soon: { tone: "bad", about: null },
  /** The carrier reported a parcel that matches several orders. */
  parcel_unassigned: { tone: "bad", about: null },
  support_answered: { tone: "plain", about: null },
} as const satisfies Record<string, KindTraits>;
export type NotificationKind = keyof typeof KIND_TRAITS;

export const NOTIFICATION_KINDS = Object.keys(KIND_TRAITS) as NotificationKind[];
/** Kinds that report trouble of a shop, as opposed to its end. */
export const PROBLEM_KINDS = NOTIFICATION_KINDS.filter((kind) => KIND_TRAITS[kind].about === "trouble");

/** When a message is sent: after a minute of collecting, at the next full hour, or in the morning. */
export const GROUPINGS = ["soon", "hourly", "daily"] as const;
