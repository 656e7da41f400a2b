import type { AbstractIntlMessages } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { NAMESPACES, type Namespace } from "@/lib/i18n/namespaces";

async function loadNamespace(locale: Locale, namespace: Namespace): Promise<[Namespace, AbstractIntlMessages]> {
  const file = (await import(`./messages/${locale}/${namespace}.json`)) as { default: AbstractIntlMessages };
  return [namespace, file.default];
}

/** All messages of a language, keyed by namespace. */
export async function loadMessages(locale: Locale): Promise<AbstractIntlMessages> {
  return Object.fromEntries(await Promise.all(NAMESPACES.map((namespace) => loadNamespace(locale, namespace))));
}
