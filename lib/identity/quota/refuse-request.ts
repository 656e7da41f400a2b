import "server-only";
import { getTranslations } from "next-intl/server";

/** The answer of a route whose quota is spent, in the reader's language. */
export async function refuseRequest(retryAfterSeconds: number): Promise<Response> {
  const t = await getTranslations("errors");
  return new Response(t("quota_spent", { minutes: Math.ceil(retryAfterSeconds / 60) }), {
    status: 429,
    headers: { "content-type": "text/plain; charset=utf-8", "retry-after": `${retryAfterSeconds}`, "cache-control": "no-store" },
  });
}
