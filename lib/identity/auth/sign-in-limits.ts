import { countAttempt, keyOf, limiter } from "@/lib/identity/auth/rate-limits";

// Two counters: one per IP address and e-mail stops a single attacker, one per e-mail stops a distributed one.

export const ATTEMPTS_PER_ADDRESS = 6;
const TRIES_PER_EMAIL = 40;
const WINDOW_SECONDS = 15 * 60;

const byAddress = limiter("address", ATTEMPTS_PER_ADDRESS, WINDOW_SECONDS);
const byEmail = limiter("email", TRIES_PER_EMAIL, WINDOW_SECONDS);

export interface SignInAttempt {
  email: string;
  /** The browser's IP address, or "unknown". */
  address: string;
}

/** Counts an attempt before the password is compared. @returns null if it is allowed, else the seconds to wait */
export const countSignInAttempt = ({ email, address }: SignInAttempt): Promise<number | null> =>
  countAttempt([
    [byAddress, keyOf(address, email)],
    [byEmail, keyOf(email)],
  ]);

/** After the right password: resets this browser's counter and undoes the attempt's count for the e-mail. */
export async function clearSignInAttempts({ email, address }: SignInAttempt): Promise<void> {
  await byAddress.delete(keyOf(address, email));
  await byEmail.reward(keyOf(email), 1);
}

/** Beginning a sign-in and its callback each contact the issuer: two steps per sign-in. */
const OIDC_STEPS_PER_ADDRESS = 60;
const byOidcAddress = limiter("oidc", OIDC_STEPS_PER_ADDRESS, WINDOW_SECONDS);

/** Counts a step of OpenID Connect. @returns null if it is allowed, else the seconds to wait */
export const countOidcStep = (address: string): Promise<number | null> => countAttempt([[byOidcAddress, keyOf(address)]]);
