interface KindTraits {
  tone: "bad" | "good" | "plain";
  /** Whether the kind reports a failing lane; "recovered" ends the failure. */
  isLaneProblem: boolean;
}

/** Every event that members can be notified of. Names: `notifications.kind.<kind>`; texts: `noteText`. */
export const KIND_TRAITS = {
  needs_you: { tone: "bad", isLaneProblem: true },
  recovered: { tone: "good", isLaneProblem: false },
  /** No success for one week, and again for three: the lane will be switched off. */
  off_soon: { tone: "bad", isLaneProblem: true },
  /** The lane was switched off after weeks without success. */
  switched_off: { tone: "bad", isLaneProblem: true },
  /** The hosting provider tested a shared report successfully. */
  report_green: { tone: "good", isLaneProblem: false },
  /** A shop blocks IP addresses that will be used soon. */
  addresses_refused: { tone: "bad", isLaneProblem: false },
  /** A certificate, a key, a name or a version ends soon. */
  ending_soon: { tone: "bad", isLaneProblem: false },
  /** The carrier reported a parcel that matches several orders. */
  parcel_unassigned: { tone: "bad", isLaneProblem: false },
  support_answered: { tone: "plain", isLaneProblem: false },
} as const satisfies Record<string, KindTraits>;
export type NotificationKind = keyof typeof KIND_TRAITS;

export const NOTIFICATION_KINDS = Object.keys(KIND_TRAITS) as NotificationKind[];
export const LANE_PROBLEM_KINDS = NOTIFICATION_KINDS.filter((kind) => KIND_TRAITS[kind].isLaneProblem);

/** When a message is sent: after a minute of collecting, at the next full hour, or in the morning. */
export const GROUPINGS = ["soon", "hourly", "daily"] as const;
