import { type NextRequest, NextResponse } from "next/server";
import { REPORT_LOCALE_HEADER } from "@/lib/base/header-names.mjs";
import { reportTokenOf } from "@/lib/operations/reports/report-path";

/**
 * Runs before the pages of reports, and no others: a report's link is looked up here, since a page cannot answer "gone", and its language is the
 * whole document's. What every page gets stands in scripts/page-headers.mjs.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const token = reportTokenOf(request.nextUrl.pathname);
  if (token === null) return NextResponse.next();
  const headers = new Headers(request.headers);
  const { openReportPage } = await import("@/lib/operations/reports/open-report-page");
  const locale = await openReportPage(token, request.nextUrl.searchParams.get("lang"));
  if (locale === null) return NextResponse.rewrite(new URL(`/r/${token}/closed`, request.url), { request: { headers } });
  headers.set(REPORT_LOCALE_HEADER, locale);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/r/:token"] };
