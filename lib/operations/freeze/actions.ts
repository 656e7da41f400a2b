"use server";

import { redirect } from "next/navigation";
import { systemClock } from "@/lib/base/clock";
import { sameOriginBrowser } from "@/lib/identity/auth/request";
import { spendQuota } from "@/lib/identity/quota/spend";
import { endFreeze, freezeChange } from "@/lib/operations/freeze/mutations";

// They run without a session: the mailed link is the proof. The page shows what follows.

async function follow(token: string, change: typeof freezeChange | typeof endFreeze): Promise<void> {
  const browser = await sameOriginBrowser();
  const page = `/freeze/${encodeURIComponent(token)}` as const;
  if (!browser) redirect(page);
  if ((await spendQuota({ client: browser.address }, "freeze_link")) !== null) redirect(`${page}?result=too_many_freezes`);
  const done = await change(token, browser.address, systemClock.now());
  redirect(done.ok || done.reason === "link_dead" ? page : `${page}?result=${done.reason}`);
}

export async function freezeThisChange(token: string): Promise<void> {
  await follow(String(token), freezeChange);
}

export async function endThisFreeze(token: string): Promise<void> {
  await follow(String(token), endFreeze);
}
