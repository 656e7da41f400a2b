import type { Clock } from "@/lib/i18n/date-formats";
import type { Membership, SignedInPerson } from "@/lib/identity/accounts/access";

/** The person of a session with their language, time zone, clock and memberships. */
export interface CurrentPerson extends SignedInPerson {
  sessionId: string;
  lastUsedAt: Date;
  provenAt: Date;
  /** The OpenID Connect issuer that authenticated the session; null after a password or passkey. */
  issuer: string | null;
  /** Staff without a required second factor have no staff rights until they set one up. */
  mustSetUpFactor: boolean;
  /** The person's choice; null follows the browser. */
  locale: string | null;
  timeZone: string;
  clock: Clock;
  memberships: readonly Membership[];
}
