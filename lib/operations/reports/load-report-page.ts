import "server-only";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { after } from "next/server";
import { cache } from "react";
import type { Locale } from "@/lib/i18n/locales";
import { currentPerson } from "@/lib/identity/auth/session";
import { log } from "@/lib/infra/log";
import type { OpenReport } from "@/lib/operations/reports/find-report";
import { countOpening } from "@/lib/operations/reports/mutations";
import { type ReportPage, readReport } from "@/lib/operations/reports/read-report";

/** Cached per request. The proxy has already redirected invalid links. */
export const loadReportPage = cache(async (token: string): Promise<ReportPage> => (await readReport(token)) ?? notFound());

/**
 * Counts an opening by an unauthenticated client, whose language the link remembers. Members who check their own links, and script
 * refreshes, do not count.
 */
export async function countThisOpening(report: OpenReport, locale: Locale): Promise<void> {
  const isOpening = (await headers()).get("accept")?.includes("text/html") ?? false;
  if (!isOpening || (await currentPerson())) return;
  after(() => countOpening(report, locale).catch((error: unknown) => log.error({ err: error }, "opening of a report not counted")));
}
