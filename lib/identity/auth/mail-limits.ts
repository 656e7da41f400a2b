import { clientNetwork } from "@/lib/identity/auth/client-network";
import { countAttempt, keyOf, limiter } from "@/lib/identity/auth/rate-limits";

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
