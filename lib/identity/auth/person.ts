import type { Membership, SignedInPerson } from "@/lib/identity/accounts/access";

/** The person of a session with their language, time zone and memberships. */
export interface CurrentPerson extends SignedInPerson {
  sessionId: string;
  lastUsedAt: Date;
  /** Last proof of who it is. */
  provenAt: Date;
  /** The person's choice; null follows the browser. */
  locale: string | null;
  timeZone: string;
  /** Ordered by the merchants' names. */
  memberships: readonly Membership[];
}
