import type { SignInTry } from "@/lib/identity/auth/sign-in-limits";
import { countWith, keyOf, limiter } from "@/lib/identity/auth/try-limits";

// Whoever asks for a mail needs no account: two counters keep a mailbox from being filled by strangers, and one browser from asking for many.

const WINDOW_SECONDS = 60 * 60;
export const MAILS_PER_EMAIL = 5;
export const MAILS_PER_ADDRESS = 30;

const byEmail = limiter("mail_email", MAILS_PER_EMAIL, WINDOW_SECONDS);
const byAddress = limiter("mail_address", MAILS_PER_ADDRESS, WINDOW_SECONDS);

/** Counts a mail that is asked for, known address or not. Returns null when it may be sent, else the seconds to wait. */
export const countMail = ({ email, address }: SignInTry): Promise<number | null> =>
  countWith([
    [byAddress, keyOf(address)],
    [byEmail, keyOf(email)],
  ]);
