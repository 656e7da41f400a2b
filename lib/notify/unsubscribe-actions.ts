"use server";

import { redirect } from "next/navigation";
import { unsubscribe } from "@/lib/notify/mutations";
import { readUnsubscribeToken } from "@/lib/notify/unsubscribe-token";

/** Runs without a session: the signed token authorizes it. */
export async function stopMails(token: string): Promise<void> {
  const subscription = readUnsubscribeToken(token);
  if (subscription) await unsubscribe(subscription);
  redirect(`/unsubscribe/${encodeURIComponent(token)}?done=1`);
}
