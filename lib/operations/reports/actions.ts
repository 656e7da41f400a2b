"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { createCertificateReport, createReport, revokeReport } from "@/lib/operations/reports/mutations";
import { newLinkSchema, newReportSchema } from "@/lib/operations/reports/schema";

/** Creates a link for the hosting provider. Only this result contains its token. */
export const createReportAction = merchantAction({ spends: "create_report", input: newReportSchema, run: createReport });

export const createCertificateReportAction = merchantAction({
  spends: "create_report",
  input: newLinkSchema,
  run: createCertificateReport,
});

export const revokeReportAction = merchantAction({ input: z.object({ integrationId: z.uuid(), reportId: z.uuid() }), run: revokeReport });
