import { getTranslations } from "next-intl/server";
import { printAtomFeed } from "@/lib/addresses/feed";
import { loadPublished } from "@/lib/addresses/loaders";
import { servePublished } from "@/lib/addresses/serve-published";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { publicOrigin } from "@/lib/system/public-origin";

export const dynamic = "force-dynamic";

/** `?lang=` chooses the language: a feed reader has neither a cookie nor a language of its own, and the answer is cached for everybody. */
export async function GET(request: Request): Promise<Response> {
  const lang = new URL(request.url).searchParams.get("lang");
  const locale = isLocale(lang) ? lang : DEFAULT_LOCALE;
  const [published, t] = await Promise.all([loadPublished(), getTranslations({ locale, namespace: "addresses.feed" })]);
  const origin = publicOrigin();
  const words = { title: t("title"), entry: (kind: "announced" | "live" | "retires", address: string) => t(kind, { address }) };
  const text = printAtomFeed(published, words, { pageUrl: `${origin}/addresses`, feedUrl: `${origin}/addresses.atom?lang=${locale}` });
  return servePublished(request, text, "application/atom+xml; charset=utf-8");
}
