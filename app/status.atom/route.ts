import { Feed } from "feed";
import { getTranslations } from "next-intl/server";
import { toLocale } from "@/lib/i18n/locales";
import { publicOrigin } from "@/lib/infra/public-origin";
import { servePublished } from "@/lib/operations/addresses/serve-published";
import { readStatus } from "@/lib/operations/status/data";
import { joinIncidents } from "@/lib/operations/status/join-incidents";

const MAX_ENTRIES = 50;

/** `?lang=` selects the language: feed readers send no cookie, and the response is cached for everyone. */
export async function GET(request: Request): Promise<Response> {
  const lang = new URL(request.url).searchParams.get("lang");
  const locale = toLocale(lang);
  const [histories, t] = await Promise.all([readStatus(), getTranslations({ locale, namespace: "status" })]);
  const page = `${publicOrigin()}/status`;
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const incidents = joinIncidents(histories);
  const feed = new Feed({
    id: page,
    title: t("feed_title"),
    link: page,
    feedLinks: { atom: `${publicOrigin()}/status.atom?lang=${locale}` },
    updated: incidents[0]?.to ?? incidents[0]?.from ?? new Date(0),
    author: { name: "Mooring", link: page },
    generator: false,
  });
  for (const { areas, state, from, to } of incidents.slice(0, MAX_ENTRIES)) {
    const iso = (at: Date): string => at.toISOString().replace(":00.000Z", "Z");
    feed.addItem({
      title: t("feed_entry", { area: list.format(areas.map((area) => t(`areas.${area}`))), state: t(`states.${state}`) }),
      id: `${page}#${from.toISOString()}`,
      link: page,
      date: to ?? from,
      description: to ? t("from_to", { from: iso(from), to: iso(to) }) : t("since", { from: iso(from) }),
    });
  }
  return servePublished(request, feed.atom1(), "application/atom+xml; charset=utf-8");
}
