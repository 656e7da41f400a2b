import { mailWay } from "@/lib/notifications/mail/send-mail";
import { env } from "@/lib/system/env";

/** Whether strangers may make an account: nobody switched it off, and the mail that proves the address can be sent. */
export const signUpIsOpen = (): boolean => env().SIGN_UP && mailWay() !== "none";
