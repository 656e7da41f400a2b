"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { personAction } from "@/lib/identity/auth/action";
import { confirmEmailChange, requestEmailChange } from "@/lib/identity/auth/email-change";
import { sameOriginBrowser } from "@/lib/identity/auth/request";
import { emailSchema } from "@/lib/identity/auth/schema";

export const changeEmail = personAction({
  input: z.object({ email: emailSchema }),
  needsProof: true,
  run: (person, { email }) => requestEmailChange(person, email, systemClock.now()),
});

/** Confirms one address with a mailed link; the page shows what follows. */
export async function confirmThisEmail(token: string): Promise<void> {
  const browser = await sameOriginBrowser();
  const confirmed = browser && (await confirmEmailChange(String(token), browser.address, systemClock.now()));
  const result = confirmed?.ok ? confirmed.value : (confirmed?.reason ?? "link_dead");
  redirect(`/confirm-email/${encodeURIComponent(String(token))}?${new URLSearchParams({ result })}`);
}
