"use server";

import { merchantAction } from "@/lib/identity/auth/action";
import { makeCertificateReport, makeReport } from "@/lib/operations/reports/make-report";
import { listAlike, remindHost, revokeReport, shareReport } from "@/lib/operations/reports/mutations";
import { aboutCausesSchema, newLinkSchema, newReportSchema, reportSchema, sharedReportSchema } from "@/lib/operations/reports/schema";

export const listAlikeAction = merchantAction({ input: aboutCausesSchema, run: listAlike });

/** Creates a link for the hosting provider. Only this result contains its token. */
export const createReportAction = merchantAction({ spends: "create_report", input: newReportSchema, run: makeReport });

export const createCertificateReportAction = merchantAction({
  spends: "create_report",
  input: newLinkSchema,
  run: makeCertificateReport,
});

export const revokeReportAction = merchantAction({ input: reportSchema, run: revokeReport });
export const shareReportAction = merchantAction({ input: sharedReportSchema, run: shareReport });
export const remindHostAction = merchantAction({ spends: "mail_host", input: reportSchema, run: remindHost });
