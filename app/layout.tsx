import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { inter } from "@/app/fonts";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { isTheme, SINGLE_KEYS_COOKIE, SINGLE_KEYS_OFF, THEME_COOKIE } from "@/lib/identity/accounts/browser-choices";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return { title: { default: t("name"), template: `%s · ${t("name")}` }, robots: { index: false, follow: false } };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f7" },
    { media: "(prefers-color-scheme: dark)", color: "#161513" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = jar.get(THEME_COOKIE)?.value;
  const keys = jar.get(SINGLE_KEYS_COOKIE)?.value === SINGLE_KEYS_OFF ? SINGLE_KEYS_OFF : undefined;
  return (
    <html lang={await getLocale()} data-theme={isTheme(theme) ? theme : undefined} data-keys={keys} className={inter.variable}>
      <body>
        <NextIntlClientProvider messages={{}}>
          <ClientMessages namespaces={["app", "errors"]}>{children}</ClientMessages>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
