import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { LAST_MERCHANT_COOKIE } from "@/lib/accounts/last-merchant";
import { PATH_HEADER } from "@/lib/auth/return-path";
import { contentSecurityPolicy } from "@/lib/auth/security-headers";
import { cookieAttributes } from "@/lib/auth/token";
import { REPORT_LOCALE_HEADER, reportTokenOf } from "@/lib/reports/report-path";

/**
 * Runs before every page: a policy with a nonce of its own, and the page's own path. Who may see what is decided by the pages, not here; only
 * a report's link is looked up, since a page cannot answer "gone", and its language is the whole document's.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set("content-security-policy", policy);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.delete(REPORT_LOCALE_HEADER);
  const token = reportTokenOf(request.nextUrl.pathname);
  if (token !== null) {
    const { openReportPage } = await import("@/lib/reports/open-report-page");
    const locale = await openReportPage(token, request.nextUrl.searchParams.get("lang"));
    if (locale === null) return NextResponse.rewrite(new URL(`/r/${token}/closed`, request.url), { request: { headers } });
    headers.set(REPORT_LOCALE_HEADER, locale);
  }
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  // Where `/` leads next time; it opens nothing, the page decides who may enter. Not with the answer to a press: a cookie that comes with one
  // makes Next render the whole page anew, and whoever has been signed out would lose it with all that was typed.
  const merchantId = request.method === "GET" ? /^\/m\/([0-9a-f-]{36})(?:\/|$)/.exec(request.nextUrl.pathname)?.[1] : undefined;
  if (merchantId && request.cookies.get(LAST_MERCHANT_COOKIE)?.value !== merchantId) {
    response.cookies.set(LAST_MERCHANT_COOKIE, merchantId, { ...cookieAttributes(), maxAge: 365 * 24 * 60 * 60 });
  }
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg).*)"] };
