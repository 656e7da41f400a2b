import type { Membership, SignedInPerson } from "@/lib/identity/accounts/access";

/** The person of a session with their language, time zone and memberships. */
export interface CurrentPerson extends SignedInPerson {
  sessionId: string;
  lastUsedAt: Date;
  provenAt: Date;
  /** The OpenID Connect issuer that authenticated the session; null for a password or passkey. */
  issuer: string | null;
  /** Staff without a second factor, where one is required: without the rights of staff until it is set up. */
  mustSetUpFactor: boolean;
  /** The person's choice; null follows the browser. */
  locale: string | null;
  timeZone: string;
  memberships: readonly Membership[];
}
