import { getLocale, getNow, getTimeZone } from "next-intl/server";
import type { ReactNode } from "react";
import { BrowserMessages } from "@/lib/i18n/browser-messages";
import { packMessages } from "@/lib/i18n/compile-messages";
import type { Locale } from "@/lib/i18n/locales";
import type { NestedNamespace } from "@/lib/i18n/namespaces";

/**
 * Gives the components that run in the browser the messages of these namespaces, beside those that were given further out, and no others: the
 * rest stays on the server.
 */
export async function ClientMessages({ namespaces, children }: { namespaces: readonly NestedNamespace[]; children: ReactNode }) {
  const locale = await getLocale();
  const packed = await packMessages(locale as Locale, namespaces);
  return (
    <BrowserMessages locale={locale} timeZone={await getTimeZone()} now={await getNow()} packed={packed}>
      {children}
    </BrowserMessages>
  );
}
