import { createFormatter, createTranslator } from "use-intl/core";
import { vi } from "vitest";
import { dateFormats } from "@/lib/i18n/date-formats";
import type { Locale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { encodeSession, sessionCookieName } from "@/lib/identity/auth/token";

// Replaces what Next passes to server code: the headers and cookies of one request. Everything behind it is real.

interface TestRequest {
  headers: Headers;
  cookies: Map<string, string>;
}

const HOST = "mooring.test";
let current: TestRequest = { headers: new Headers(), cookies: new Map() };

/** Makes the following code one browser request with this session (or none), by default from our own pages. */
export async function asBrowser(sessionId: string | null, origin = `http://${HOST}`): Promise<Map<string, string>> {
  const cookies = new Map<string, string>();
  if (sessionId !== null) cookies.set(sessionCookieName(), await encodeSession(sessionId));
  const headers = new Headers({ host: HOST, origin, "user-agent": "Test browser", "x-forwarded-for": "192.0.2.7" });
  current = { headers, cookies };
  return cookies;
}

export const nextHeaders = {
  headers: async () => current.headers,
  cookies: async () => ({
    get: (name: string) => {
      const value = current.cookies.get(name);
      return value === undefined ? undefined : { name, value };
    },
    getAll: () => [...current.cookies].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string) => void current.cookies.set(name, value),
    delete: (cookie: string | { name: string }) => void current.cookies.delete(typeof cookie === "string" ? cookie : cookie.name),
  }),
};

/** The real messages and formatter: only the access to them is the framework's. */
export const nextIntl = {
  getTranslations: async (asked: string | { locale?: Locale; namespace?: string } = {}) => {
    const { locale = "en", namespace } = typeof asked === "string" ? { namespace: asked } : asked;
    return createTranslator({ locale, messages: await loadMessages(locale), ...(namespace ? { namespace } : {}) });
  },
  getFormatter: async () => createFormatter({ locale: "en", timeZone: "UTC", formats: dateFormats("24h") }),
  getTimeZone: async () => "UTC",
  getLocale: async () => "en",
};

export const nextCache = { revalidatePath: vi.fn(), revalidateTag: vi.fn(), updateTag: vi.fn(), refresh: vi.fn() };

/** How server code ended: "not_found", "redirect:<path>", or null for anything else. */
export function wayOut(error: unknown): string | null {
  const digest = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : "";
  if (digest.startsWith("NEXT_HTTP_ERROR_FALLBACK;404")) return "not_found";
  if (digest.startsWith("NEXT_REDIRECT;")) return `redirect:${digest.split(";")[2] ?? ""}`;
  return null;
}
