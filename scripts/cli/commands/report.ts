import { ApiError, answerOf, type Schemas } from "@/lib/api/client/client";
import type { Locale } from "@/lib/i18n/locales";
import { EXIT, type ExitCode, Stop } from "@/scripts/cli/exit-codes";
import { findShop } from "@/scripts/cli/find-shop";
import { type GlobalOptions, openApi } from "@/scripts/cli/open-api";
import { note, printable, say, sayJson, writeTime } from "@/scripts/cli/output";

export const REPORT_DAYS = [7, 30, 90] as const;

export interface ReportOptions extends GlobalOptions {
  language: Locale;
  days: (typeof REPORT_DAYS)[number];
  mailTo?: string;
  remind?: boolean;
}

const nothingToReport = (name: string, why: string): Stop =>
  new Stop(EXIT.finding, `${why} Run mooring check "${name}" --wait first.`, "nothing_to_report");

const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

export async function createReport(typed: string, { language, days, mailTo, remind, ...options }: ReportOptions): Promise<ExitCode> {
  const api = openApi(options);
  const shop = await findShop(api, typed);
  const params = { path: { integrationId: shop.id } };
  const newest = await answerOf(api.GET("/integrations/{integrationId}/check", { params })).catch((error: unknown) => {
    throw isNotFound(error) ? nothingToReport(shop.name, `${shop.name} was not checked yet.`) : error;
  });
  if (newest.causes.length === 0) throw nothingToReport(shop.name, `The newest check of ${shop.name} found nothing.`);
  const body = {
    check: { id: newest.id, causes: [...newest.causes.keys()] },
    language,
    days,
    ...(mailTo ? { mailTo } : {}),
    ...(remind ? { reminds: true } : {}),
  };
  const made: Schemas["NewReport"] = await answerOf(api.POST("/integrations/{integrationId}/reports", { params, body })).catch(
    (error: unknown) => {
      throw isNotFound(error) ? nothingToReport(shop.name, `The newest check of ${shop.name} found nothing that a host could fix.`) : error;
    },
  );
  if (options.json) sayJson(made);
  else {
    // The link alone on standard output, to pass it on.
    say(made.url ?? "");
    note(
      `${made.causeCodes.map(printable).join(", ")} · valid until ${writeTime(made.expiresAt)}${mailTo ? ` · mailed to ${mailTo}` : ""}`,
    );
  }
  return EXIT.ok;
}
