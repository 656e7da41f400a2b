import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { LAST_MERCHANT_COOKIE, PATH_HEADER, REPORT_LOCALE_HEADER } from "@/lib/base/header-names";
import { YEAR_SECONDS } from "@/lib/base/units";
import { contentSecurityPolicy, HTTPS_ONLY, REPORT_HEADERS, SECURITY_HEADERS } from "@/lib/identity/auth/security-headers";
import { cookieAttributes } from "@/lib/identity/auth/token";
import { answersHost } from "@/lib/infra/answers-host";
import { acceptsBody } from "@/lib/infra/body-limits";
import { reportTokenOf } from "@/lib/operations/reports/link";

const MERCHANT = /^\/m\/([0-9a-f-]{36})(?:\/|$)/;

/**
 * Runs before every response, including files: a path that looks like a file may still lead to a page. Sets the CSP with its nonce, other
 * security headers, and the path to return to after sign-in. Pages decide about access.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), process.env.NODE_ENV === "development");
  if (!answersHost(request.headers.get("host"))) return secured(new NextResponse(null, { status: 421 }), pathname);
  if (!(await acceptsBody(request, pathname))) {
    return secured(new NextResponse(null, { status: 413, headers: { "content-security-policy": policy } }), pathname);
  }
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from this header.
  headers.set("content-security-policy", policy);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  headers.delete(REPORT_LOCALE_HEADER);
  const token = reportTokenOf(pathname);
  const response = token === null ? NextResponse.next({ request: { headers } }) : await answerReport(token, request, headers);
  response.headers.set("content-security-policy", policy);
  // In the response to an action, a cookie would make Next render the whole page again.
  const merchantId = request.method === "GET" ? MERCHANT.exec(pathname)?.[1] : undefined;
  if (merchantId && request.cookies.get(LAST_MERCHANT_COOKIE)?.value !== merchantId)
    response.cookies.set(LAST_MERCHANT_COOKIE, merchantId, { ...cookieAttributes(), maxAge: YEAR_SECONDS });
  return secured(response, pathname);
}

/** Looks up a report link here, since a page cannot respond with 410, and the link determines the document's language. */
async function answerReport(token: string, request: NextRequest, headers: Headers): Promise<NextResponse> {
  const { openReportPage } = await import("@/lib/operations/reports/open-report-page");
  const locale = await openReportPage(token, request.nextUrl.searchParams.get("lang"));
  if (locale === null) return NextResponse.rewrite(new URL(`/r/${token}/closed`, request.url), { request: { headers } });
  headers.set(REPORT_LOCALE_HEADER, locale);
  return NextResponse.next({ request: { headers } });
}

function secured(response: NextResponse, pathname: string): NextResponse {
  for (const { key, value } of SECURITY_HEADERS) response.headers.set(key, value);
  if (cookieAttributes().secure) response.headers.set(HTTPS_ONLY.key, HTTPS_ONLY.value);
  if (pathname.startsWith("/r/")) for (const { key, value } of REPORT_HEADERS) response.headers.set(key, value);
  return response;
}
