import { negotiateLocale } from "@/lib/i18n/locales";
import type { Browser } from "@/lib/identity/auth/sessions";

/**
 * Who is at the other end. Of `X-Forwarded-For` the last entry counts: the one that the proxy nearest to us wrote. Without a proxy a browser
 * can write it itself, which is why tries are counted by e-mail too.
 */
export function browserOf(get: (name: string) => string | null): Browser {
  const address = get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return {
    address: address ? address.slice(0, 64) : "unknown",
    userAgent: get("user-agent"),
    locale: negotiateLocale(get("accept-language")),
  };
}
