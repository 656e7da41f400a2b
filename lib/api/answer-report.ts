import type { OPERATIONS } from "@/lib/api/operations";
import { answerReports } from "@/lib/api/present";
import type { Handler } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { publicOrigin } from "@/lib/infra/public-origin";
import { reportPath } from "@/lib/operations/reports/link";
import { makeCertificateReport, makeReport } from "@/lib/operations/reports/make-report";

/** The link is in this answer only. */
export const createReport: Handler<typeof OPERATIONS.createReport> = async ({ scope, ids: { integrationId = "" }, body }) => {
  const { check, language: locale, ...rest } = body;
  const link = { ...rest, locale, integrationId };
  const made = check
    ? await makeReport(scope, { ...link, checkId: check.id, causeIndexes: check.causes })
    : await makeCertificateReport(scope, link);
  if (!made.ok) return refuse(made.reason === "not_found" ? { code: "not_found" } : made.reason);
  const listed = await answerReports(scope, integrationId);
  const report = listed.ok ? listed.value.body.data.find(({ id }) => id === made.value.reportId) : undefined;
  return report ? ok({ body: { ...report, url: `${publicOrigin()}${reportPath(made.value.token)}` } }) : refuse({ code: "not_found" });
};
