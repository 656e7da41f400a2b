"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { createReport, revokeReport } from "@/lib/operations/reports/mutations";
import { newReportSchema } from "@/lib/operations/reports/schema";

/** Creates a link for the hosting provider. Its token is returned only here. */
export const createReportAction = merchantAction({ spends: "create_report", input: newReportSchema, run: createReport });

export const revokeReportAction = merchantAction({ input: z.object({ integrationId: z.uuid(), reportId: z.uuid() }), run: revokeReport });
