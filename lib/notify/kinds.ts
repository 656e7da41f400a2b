/** Everything that members can be told of. Words: `notifications.kind.<kind>`. */
export const NOTIFICATION_KINDS = [
  /** A lane entered a state that a person must end. */
  "needs_you",
  /** It is out of that state again. */
  "recovered",
  /** Nothing has succeeded for a week, and again for three: it is going to be switched off. */
  "off_soon",
  /** Given up after weeks without success. */
  "switched_off",
  /** The hosting provider's test of a shared report went well. */
  "report_green",
  /** A shop refuses addresses that will be used soon. */
  "addresses_refused",
  /** The carrier platform told of a parcel that several orders could be meant by. */
  "parcel_unassigned",
  /** Support answered. */
  "support_answered",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
