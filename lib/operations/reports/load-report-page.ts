import "server-only";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { after } from "next/server";
import { cache } from "react";
import { liveOutside } from "@/lib/health/live-outside";
import { currentPerson } from "@/lib/identity/auth/session";
import { log } from "@/lib/infra/log";
import { readNewestCheck, readTestProgress } from "@/lib/operations/reports/data";
import { findReport, type OpenReport } from "@/lib/operations/reports/find-report";
import { countOpening } from "@/lib/operations/reports/mutations";
import { viewReport } from "@/lib/operations/reports/report-view";

/** The current report of a link; null if the link is invalid. */
export async function readReport(token: string) {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") return null;
  const { report } = found;
  // Read the progress first, so that a check that ends in between is already in the view.
  const progress = await readTestProgress(report.scope, report.integrationId);
  const [newest, { egress }] = await Promise.all([readNewestCheck(report.scope, report.integrationId), liveOutside()]);
  const view = viewReport(report.snapshot, newest, egress, report.greenAt);
  return { report, view, progress };
}

export type ReportPage = NonNullable<Awaited<ReturnType<typeof readReport>>>;

/** Cached per request. The proxy has already redirected invalid links. */
export const loadReportPage = cache(async (token: string): Promise<ReportPage> => (await readReport(token)) ?? notFound());

/** Counts an opening by an unauthenticated client. Members who check their own links, and script refreshes, do not count. */
export async function countThisOpening(report: OpenReport): Promise<void> {
  const isOpening = (await headers()).get("accept")?.includes("text/html") ?? false;
  if (!isOpening || (await currentPerson())) return;
  after(() => countOpening(report).catch((error: unknown) => log.error({ err: error }, "opening of a report not counted")));
}
