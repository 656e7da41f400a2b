import { getTranslations } from "next-intl/server";
import { toLocale } from "@/lib/i18n/locales";
import { BADGE_DAYS, readBadge } from "@/lib/integrations/badge/data";
import { drawBadge } from "@/lib/integrations/badge/draw-badge";

/** Short enough to stay accurate, long enough to absorb traffic. */
const FRESH_SECONDS = 60;

/** States whose colour would say something else: a shop in announced maintenance is not throttled. */
const STATES = ["maintenance", "off", "not_connected", "partial"] as const;

/** `/badge/<token>.svg`: public for everyone who has the token. `?lang=de` selects the language. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  const status = token.endsWith(".svg") ? await readBadge(token.slice(0, -".svg".length), new Date()) : null;
  if (!status) return new Response(null, { status: 404 });
  const asked = new URL(request.url).searchParams.get("lang");
  const locale = toLocale(asked);
  const t = await getTranslations({ locale, namespace: "incidents.badge" });
  const own = STATES.find((state) => state === status.state);
  const word = own ? t(`state.${own}`) : t(`tone.${status.tone}`);
  // Rounded down: 99.96 % must not read 100 %.
  const share = status.share === null ? null : Math.floor(status.share * 1000) / 10;
  const texts = { label: t("label"), status: share === null ? word : t("status", { word, share, days: BADGE_DAYS }) };
  return new Response(drawBadge(texts, status.tone), {
    headers: {
      "content-type": "image/svg+xml; charset=utf-8",
      "cache-control": `public, max-age=${FRESH_SECONDS}`,
      "cross-origin-resource-policy": "cross-origin",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}
