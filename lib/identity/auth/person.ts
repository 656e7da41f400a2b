import type { Membership, SignedInPerson } from "@/lib/identity/accounts/access";

/** The person of a session, with what pages need to speak to them. */
export interface CurrentPerson extends SignedInPerson {
  sessionId: string;
  /** Chosen by the person; null follows the browser. */
  locale: string | null;
  timeZone: string;
  /** What they belong to, by the merchants' names. */
  memberships: readonly Membership[];
}
