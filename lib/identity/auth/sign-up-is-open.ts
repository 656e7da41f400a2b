import { env } from "@/lib/infra/env";
import { mailTransport } from "@/lib/infra/mail/send-mail";

/** Whether anyone may create an account: sign-up is enabled, and the verification mail can be sent. */
export const signUpIsOpen = (): boolean => env().SIGN_UP && mailTransport() !== "none";
