import { countWith, keyOf, limiter } from "@/lib/identity/auth/try-limits";

// Two counters: an address and an e-mail together stop a person at a keyboard, the e-mail alone stops many addresses.

export const TRIES_PER_ADDRESS = 6;
const TRIES_PER_EMAIL = 40;
const WINDOW_SECONDS = 15 * 60;

const byAddress = limiter("address", TRIES_PER_ADDRESS, WINDOW_SECONDS);
const byEmail = limiter("email", TRIES_PER_EMAIL, WINDOW_SECONDS);

export interface SignInTry {
  email: string;
  /** The network address of the browser, as far as it is known. */
  address: string;
}

/** Counts a try before anything is compared. Returns null when it may go on, else the seconds to wait. */
export const countTry = ({ email, address }: SignInTry): Promise<number | null> =>
  countWith([
    [byAddress, keyOf(address, email)],
    [byEmail, keyOf(email)],
  ]);

/** After the right password: this browser starts anew, and the try does not count against the e-mail. */
export async function clearSignInAttempts({ email, address }: SignInTry): Promise<void> {
  await byAddress.delete(keyOf(address, email));
  await byEmail.reward(keyOf(email), 1);
}

/** Each way there and each way back asks the issuer something: two for one sign-in. */
const OIDC_STEPS_PER_ADDRESS = 60;
const byOidcAddress = limiter("oidc", OIDC_STEPS_PER_ADDRESS, WINDOW_SECONDS);

/** Counts a step of OpenID Connect. Returns null when it may go on, else the seconds to wait. */
export const countOidcStep = (address: string): Promise<number | null> => countWith([[byOidcAddress, keyOf(address)]]);
