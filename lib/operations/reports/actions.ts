"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { createReport, revokeReport } from "@/lib/operations/reports/mutations";
import { newReportSchema } from "@/lib/operations/reports/schema";

/** Makes a link for the hosting provider; its token is answered once and never again. */
export const createReportAction = merchantAction({ input: newReportSchema, run: createReport });

export const revokeReportAction = merchantAction({ input: z.object({ integrationId: z.uuid(), reportId: z.uuid() }), run: revokeReport });
