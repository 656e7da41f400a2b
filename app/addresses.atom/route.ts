import { getFormatter, getTranslations } from "next-intl/server";
import { toLocale } from "@/lib/i18n/locales";
import { publicOrigin } from "@/lib/infra/public-origin";
import { type FeedWords, printAtomFeed } from "@/lib/operations/addresses/feed";
import { loadPublished } from "@/lib/operations/addresses/loaders";
import { servePublished } from "@/lib/operations/addresses/serve-published";

/** `?lang=` selects the language: feed readers send no cookie, and the response is cached for everyone. */
export async function GET(request: Request): Promise<Response> {
  const lang = new URL(request.url).searchParams.get("lang");
  const locale = toLocale(lang);
  const published = await loadPublished();
  const t = await getTranslations({ locale, namespace: "addresses.feed" });
  const format = await getFormatter({ locale });
  const origin = publicOrigin();
  const words: FeedWords = {
    title: t("title"),
    entry: (kind, address, at) => t(kind, { address, day: format.dateTime(at, "day", { timeZone: "UTC" }) }),
  };
  const addresses = { pageUrl: `${origin}/addresses`, feedUrl: `${origin}/addresses.atom?lang=${locale}` };
  const text = printAtomFeed(published, words, { ...addresses, now: new Date() });
  return servePublished(request, text, "application/atom+xml; charset=utf-8");
}
