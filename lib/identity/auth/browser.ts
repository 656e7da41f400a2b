import { negotiateLocale } from "@/lib/i18n/locales";
import type { Browser } from "@/lib/identity/auth/sessions";
import { env } from "@/lib/infra/env";
import { clientAddress } from "@/lib/infra/trusted-proxies";

/** The client of a request. Only forwarded headers of trusted proxies reach this point (instrumentation-node.ts). */
export function browserOf(get: (name: string) => string | null): Browser {
  return {
    address: clientAddress(get("x-forwarded-for"), env().TRUSTED_PROXIES)?.slice(0, 64) ?? "unknown",
    userAgent: get("user-agent"),
    locale: negotiateLocale(get("accept-language")),
  };
}
