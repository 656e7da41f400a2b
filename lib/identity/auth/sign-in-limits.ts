import { clientNetwork } from "@/lib/identity/auth/client-network";
import { type Counted, countAttempt, keyOf, limiter } from "@/lib/identity/auth/rate-limits";

// Failed sign-ins are counted in windows that grow, so that the wait grows with the failures. A browser in which the account was used before has
// a budget of its own: failures elsewhere never lock its owner out. Everyone else gets it by a mailed link (confirm-browser).

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** @param failures how many in each window, in seconds */
const tiers = (name: string, failures: Record<number, number>) =>
  Object.entries(failures).map(([seconds, most]) => limiter(`${name}_${seconds}`, most, Number(seconds)));

/** Of one account and one known browser or session. */
export const KNOWN_FAILURES = 8;
const byKnownBrowser = tiers("known", { [QUARTER]: KNOWN_FAILURES, [DAY]: 50 });
/** Of one account, from all unknown browsers. */
export const ACCOUNT_FAILURES = 5;
const byAccount = tiers("account", { [MINUTE]: ACCOUNT_FAILURES, [QUARTER]: 10, [DAY]: 30 });
/** Of one client on all accounts. */
export const CLIENT_FAILURES = 20;
const byClient = tiers("client", { [QUARTER]: CLIENT_FAILURES, [DAY]: 100 });
/** From all unknown browsers on all accounts. */
const ALL_FAILURES = 2000;
const inAll = tiers("all", { [QUARTER]: ALL_FAILURES });

export interface SignInAttempt {
  email: string;
  /** The browser's IP address, or "unknown". */
  address: string;
  /** The secret of a browser that is known for the account, or the id of a session; else null. */
  known: string | null;
}

function countersOf({ email, address, known }: SignInAttempt): Counted[] {
  const keyed = (limiters: typeof inAll, key: string): Counted[] => limiters.map((one) => [one, key]);
  if (known !== null) return keyed(byKnownBrowser, keyOf(email, known));
  // A client over its own limit is not counted elsewhere.
  return [...keyed(byClient, keyOf(clientNetwork(address))), ...keyed(byAccount, keyOf(email)), ...keyed(inAll, "")];
}

/** Counts an attempt before the password is compared. @returns null if it is allowed, else the seconds to wait */
export const countSignInAttempt = (attempt: SignInAttempt, onFirstRefusal?: () => Promise<void>): Promise<number | null> =>
  countAttempt(countersOf(attempt), onFirstRefusal);

/** After an attempt that was no failure: undoes its count, and forgets the earlier failures of a known browser. */
export async function clearSignInAttempt(attempt: SignInAttempt): Promise<void> {
  for (const [counter, key] of countersOf(attempt)) await (attempt.known === null ? counter.reward(key, 1) : counter.delete(key));
}

/** Beginning a sign-in and its callback each contact the issuer: two steps per sign-in. */
const OIDC_STEPS_PER_ADDRESS = 60;
const byOidcAddress = limiter("oidc", OIDC_STEPS_PER_ADDRESS, QUARTER);

/** Counts a step of OpenID Connect. @returns null if it is allowed, else the seconds to wait */
export const countOidcStep = (address: string): Promise<number | null> => countAttempt([[byOidcAddress, keyOf(clientNetwork(address))]]);

// Mails can be requested without an account: one counter protects each mailbox, another one limits each browser.

const WINDOW_SECONDS = 60 * 60;
export const MAILS_PER_EMAIL = 5;
export const MAILS_PER_ADDRESS = 30;

const byEmail = limiter("mail_email", MAILS_PER_EMAIL, WINDOW_SECONDS);
const byAddress = limiter("mail_address", MAILS_PER_ADDRESS, WINDOW_SECONDS);

/** Counts a requested mail, whether or not the address is known. @returns null if it is allowed, else the seconds to wait */
export const countMail = ({ email, address }: { email: string; address: string }): Promise<number | null> =>
  countAttempt([
    [byAddress, keyOf(clientNetwork(address))],
    [byEmail, keyOf(email)],
  ]);
