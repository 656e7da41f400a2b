"use server";

import { redirect } from "next/navigation";
import { unsubscribe } from "@/lib/notify/mutations";
import { readUnsubscribeToken } from "@/lib/notify/unsubscribe-token";

/** What the button behind a mail's link does. Needs no account: the signed token is the proof. */
export async function stopMails(token: string): Promise<void> {
  const subscription = readUnsubscribeToken(token);
  if (subscription) await unsubscribe(subscription);
  redirect(`/unsubscribe/${encodeURIComponent(token)}?done=1`);
}
