import "server-only";
import { getTranslations } from "next-intl/server";
import { browserOf } from "@/lib/identity/auth/browser";
import type { Act } from "@/lib/identity/quota/policy";
import { type Spender, spendQuota } from "@/lib/identity/quota/spend";
import { emptyResponse } from "@/lib/infra/empty-response";

/** Counts an act of a route. @returns null if it is allowed, else the response, in the user's language */
export async function refuseIfSpent(scope: Spender["scope"], act: Act): Promise<Response | null> {
  const waitSeconds = scope ? await spendQuota({ scope }, act) : null;
  if (waitSeconds === null) return null;
  const t = await getTranslations("errors");
  return new Response(t("quota_spent", { minutes: Math.ceil(waitSeconds / 60) }), {
    status: 429,
    headers: { "content-type": "text/plain; charset=utf-8", "retry-after": `${waitSeconds}`, "cache-control": "no-store" },
  });
}

/** The same for a program without a session, counted by its network; the response has no text. */
export async function refuseCallerIfSpent(request: Request, act: Act): Promise<Response | null> {
  const { address } = browserOf((name) => request.headers.get(name));
  const waitSeconds = await spendQuota({ client: address }, act);
  return waitSeconds === null ? null : emptyResponse(429, { "retry-after": `${waitSeconds}` });
}
