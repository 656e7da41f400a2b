import { type ApiClient, ApiError, answerOf, type Schemas } from "@/lib/api/client/client";
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
  certificate?: boolean;
}

/** The newest check with all its causes; or why there is nothing to report of it. */
async function findCauses(api: ApiClient, { id, name }: Schemas["Integration"]) {
  try {
    const newest = await answerOf(api.GET("/integrations/{integrationId}/check", { params: { path: { integrationId: id } } }));
    if (newest.causes.length === 0) return { why: `The newest check of ${name} found nothing` };
    return {
      check: { id: newest.id, causes: [...newest.causes.keys()] },
      why: `The newest check of ${name} found nothing that a host could fix`,
    };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { why: `${name} was not checked yet` };
    throw error;
  }
}

export async function createReport(
  typed: string,
  { language, days, mailTo, remind, certificate, ...options }: ReportOptions,
): Promise<ExitCode> {
  if (remind && !mailTo) throw new Stop(EXIT.usage, "Write who is reminded: --remind needs --mail-to.", "mail_to_missing");
  const api = openApi(options);
  const shop = await findShop(api, typed);
  // Without a check, the report is about the certificate.
  const { check, why } = certificate ? { why: `The certificate of ${shop.name} does not end soon` } : await findCauses(api, shop);
  const body = { ...(check ? { check } : {}), language, days, ...(mailTo ? { mailTo } : {}), ...(remind ? { reminds: true } : {}) };
  const params = { path: { integrationId: shop.id } };
  const made: Schemas["NewReport"] = await answerOf(api.POST("/integrations/{integrationId}/reports", { params, body })).catch(
    (error: unknown) => {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      const also = check || certificate ? "" : ", and its certificate does not end soon";
      const next = certificate ? "" : ` Run mooring check "${shop.name}" --wait first.`;
      throw new Stop(EXIT.finding, `${why}${also}.${next}`, "nothing_to_report");
    },
  );
  if (options.json) sayJson(made);
  else {
    // The link alone on standard output, to pass it on.
    say(made.url ?? "");
    note(
      `${made.causeCodes.map(printable).join(", ") || "certificate"} · valid until ${writeTime(made.expiresAt)}${mailTo ? ` · mailed to ${mailTo}` : ""}`,
    );
  }
  return EXIT.ok;
}
