import ipaddr from "ipaddr.js";
import type { RateLimiterPostgres } from "rate-limiter-flexible";
import { DAY_SECONDS, MINUTE_SECONDS } from "@/lib/base/units";
import type { LinkKind } from "@/lib/identity/auth/account-mail";
import { type Counted, countAttempt, keyOf, limiter } from "@/lib/identity/auth/rate-limits";

// Failed sign-ins are counted in windows of growing length, so that the wait grows with the failures. A browser in which the account was
// used before has its own budget, so that failures elsewhere never lock the owner out. Others get one by a mailed link (confirm-browser).

const QUARTER = 15 * MINUTE_SECONDS;

/** @param failures maximum number per window, by its length in seconds */
const tiers = (name: string, failures: Record<number, number>) =>
  Object.entries(failures).map(([seconds, most]) => limiter(`${name}_${seconds}`, most, Number(seconds)));

/** Per account and known browser or session. */
export const KNOWN_FAILURES = 8;
const byKnownBrowser = tiers("known", { [QUARTER]: KNOWN_FAILURES, [DAY_SECONDS]: 50 });
/** Per account, from all unknown browsers. */
export const ACCOUNT_FAILURES = 5;
const byAccount = tiers("account", { [MINUTE_SECONDS]: ACCOUNT_FAILURES, [QUARTER]: 10, [DAY_SECONDS]: 30 });
/** Per client, on all accounts. */
export const CLIENT_FAILURES = 20;
const byClient = tiers("client", { [QUARTER]: CLIENT_FAILURES, [DAY_SECONDS]: 100 });
/** Per IPv6 /48, on all accounts: twenty of them are needed to spend the budget of all. */
export const SITE_FAILURES = 100;
const bySite = tiers("site", { [QUARTER]: SITE_FAILURES });
/** From all unknown browsers, on all accounts. */
const ALL_FAILURES = 2000;
const inAll = tiers("all", { [QUARTER]: ALL_FAILURES });

interface SignInAttempt {
  email: string;
  /** The browser's IP address, or "unknown". */
  address: string;
  /** The secret of a browser known for the account, or the id of a session; else null. */
  known: string | null;
}

function countersOf({ email, address, known }: SignInAttempt): Counted[] {
  const keyed = (limiters: typeof inAll, key: string): Counted[] => limiters.map((one) => [one, key]);
  if (known !== null) return keyed(byKnownBrowser, keyOf(email, known));
  const site = clientSite(address);
  // A client over its own limit is not counted elsewhere.
  return [
    ...keyed(byClient, keyOf(clientNetwork(address))),
    ...(site ? keyed(bySite, keyOf(site)) : []),
    ...keyed(byAccount, keyOf(email)),
    ...keyed(inAll, ""),
  ];
}

/** Counts an attempt before the password is compared. @returns null if it is allowed, else the seconds to wait */
export const countSignInAttempt = (attempt: SignInAttempt, onFirstRefusal?: () => Promise<void>): Promise<number | null> =>
  countAttempt(countersOf(attempt), onFirstRefusal);

/** Call after a successful attempt: undoes its count and clears the earlier failures of a known browser. */
export async function clearSignInAttempt(attempt: SignInAttempt): Promise<void> {
  for (const [counter, key] of countersOf(attempt)) await (attempt.known === null ? counter.reward(key, 1) : counter.delete(key));
}

/** Starting a sign-in and its callback each contact the issuer: two steps per sign-in. */
const OIDC_STEPS_PER_ADDRESS = 60;
const byOidcAddress = limiter("oidc", OIDC_STEPS_PER_ADDRESS, QUARTER);

/** Counts an OpenID Connect step. @returns null if it is allowed, else the seconds to wait */
export const countOidcStep = (address: string): Promise<number | null> => countAttempt([[byOidcAddress, keyOf(clientNetwork(address))]]);

/** Passkey answers that were refused, which are recorded up to this number. A valid answer is never counted. */
export const PASSKEY_REFUSALS = 20;
const byPasskeyClient = limiter("passkey", PASSKEY_REFUSALS, QUARTER);
const byPasskeySite = limiter("passkey_site", PASSKEY_REFUSALS * 5, QUARTER);

/** Counts a refused passkey answer. @returns null if it may be recorded, else the seconds until another one may */
export const countPasskeyRefusal = (address: string): Promise<number | null> =>
  countAttempt(ofClient(address, byPasskeyClient, byPasskeySite));

function ofClient(address: string, perClient: RateLimiterPostgres, perSite: RateLimiterPostgres): Counted[] {
  const site = clientSite(address);
  return [[perClient, keyOf(clientNetwork(address))], ...(site ? [[perSite, keyOf(site)] as const] : [])];
}

// Mails can be requested without an account: one counter protects each mailbox, others limit each client. Every kind of mail has its own, so
// that requests for one (sign-up) never use up another (password reset).

const WINDOW_SECONDS = 60 * 60;
export const MAILS_PER_EMAIL = 5;
export const MAILS_PER_ADDRESS = 30;

/** Mails that are counted separately. */
type CountedMail = LinkKind | "invitation";
const mailLimiters = (kind: CountedMail) => ({
  perEmail: limiter(`mail_email_${kind}`, MAILS_PER_EMAIL, WINDOW_SECONDS),
  perClient: limiter(`mail_client_${kind}`, MAILS_PER_ADDRESS, WINDOW_SECONDS),
  perSite: limiter(`mail_site_${kind}`, MAILS_PER_ADDRESS * 5, WINDOW_SECONDS),
});
const limitersOfMails = new Map<CountedMail, ReturnType<typeof mailLimiters>>();

/**
 * Counts a requested mail, whether or not the address is known. `asker`: the client's IP address, or who is signed in.
 * @returns null if it is allowed, else the seconds to wait
 */
export function countMail({ kind, email, asker }: { kind: CountedMail; email: string; asker: string }): Promise<number | null> {
  const known = limitersOfMails.get(kind) ?? mailLimiters(kind);
  limitersOfMails.set(kind, known);
  const { perEmail, perClient, perSite } = known;
  return countAttempt([...ofClient(asker, perClient, perSite), [perEmail, keyOf(email)]]);
}

/** The network of an IPv6 address; null for all others. */
function networkOf(address: string, bits: number): string | null {
  const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : null;
  return parsed instanceof ipaddr.IPv6 ? `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/${bits}`)}/${bits}` : null;
}

/** The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address, whose host part a client can choose freely. */
export const clientNetwork = (address: string): string =>
  networkOf(address, 64) ?? (ipaddr.isValid(address) ? ipaddr.process(address).toString() : address);

/** The /48 of an IPv6 address, which one customer of a provider may own with its 65,536 client networks; null for all others. */
export const clientSite = (address: string): string | null => networkOf(address, 48);
