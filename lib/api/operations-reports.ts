import { z } from "zod";
import { acting, nothing, type Operation, reading } from "@/lib/api/operation";
import { newReportSchema, reportListSchema, reportMessageListSchema } from "@/lib/api/resources";
import { LOCALES } from "@/lib/i18n/locales";
import { emailSchema } from "@/lib/identity/auth/schema";
import { replySchema } from "@/lib/operations/reports/answers/schema";
import { DEFAULT_REPORT_DAYS, REPORT_DAYS } from "@/lib/operations/reports/link";
import { newLinkSchema } from "@/lib/operations/reports/schema";

export const REPORT_OPERATIONS = {
  listReports: {
    ...reading,
    path: "/integrations/{integrationId}/reports",
    query: nothing,
    answer: reportListSchema,
    problems: ["not_found"],
  },
  createReport: {
    method: "POST",
    path: "/integrations/{integrationId}/reports",
    scope: "check:write",
    query: nothing,
    body: z
      .strictObject({
        check: z
          .strictObject({ id: z.uuid(), causes: z.array(z.int().min(0).max(99)).min(1).max(20).describe("Indexes in its “causes”.") })
          .optional()
          .describe("If omitted, the report is about the certificate, which must end soon."),
        language: z.enum(LOCALES).default("en"),
        shownName: newLinkSchema.shape.shownName.default("").describe("Who asks, as the host reads it."),
        days: z.literal(REPORT_DAYS, { error: "days_invalid" }).default(DEFAULT_REPORT_DAYS).describe("How long the link is valid."),
        mailTo: emailSchema
          .meta({ examples: ["help@host.example"] })
          .optional()
          .describe("Mails the link to this address of the host."),
        reminds: z.boolean().default(false).describe("Reminds the host by mail."),
        withAlike: z.boolean().default(false).describe("Also about the other shops at this host with the same problem."),
      })
      .meta({ examples: [{ check: { id: "0193a000-0000-7000-8000-000000000001", causes: [0] }, language: "de" }] }),
    status: 201,
    answer: newReportSchema,
    secretField: "url",
    spends: "create_report",
    problems: ["input_invalid", "scope_missing", "not_found", "quota_spent"],
  },
  revokeReport: {
    ...acting,
    path: "/integrations/{integrationId}/reports/{reportId}/revoke",
    scope: "check:write",
    answer: reportListSchema,
    problems: ["scope_missing", "not_found"],
  },
  remindHost: {
    ...acting,
    path: "/integrations/{integrationId}/reports/{reportId}/remind",
    scope: "check:write",
    answer: reportListSchema,
    spends: "mail_host",
    problems: ["scope_missing", "not_found", "quota_spent"],
  },
  listReportMessages: {
    ...reading,
    path: "/integrations/{integrationId}/reports/{reportId}/messages",
    query: nothing,
    answer: reportMessageListSchema,
    problems: ["not_found"],
  },
  replyToHost: {
    ...acting,
    path: "/integrations/{integrationId}/reports/{reportId}/messages",
    scope: "check:write",
    body: z.strictObject({ text: replySchema.shape.text.meta({ examples: ["Which rule of the firewall was it?"] }) }),
    status: 201,
    spends: "reply_to_host",
    answer: reportMessageListSchema,
    problems: ["input_invalid", "scope_missing", "not_found", "quota_spent"],
  },
} as const satisfies Record<string, Operation>;
