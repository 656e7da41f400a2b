import { expect, test } from "vitest";
import { newTokenSchema } from "@/lib/api/schema";
import { newcomerSchema, openMerchantSchema, signUpSchema } from "@/lib/identity/accounts/schema";
import { integrationNameSchema } from "@/lib/integrations/schema";
import { addChannelSchema } from "@/lib/notify/schema";
import { bulkSchema } from "@/lib/operations/fleet/schema";
import { newReportSchema } from "@/lib/operations/reports/schema";
import { noteSchema, savedViewSchema } from "@/lib/support/mutations";
import { askSchema, solveSchema } from "@/lib/support/threads/schema";

/** Every required text that users enter in a form and that is stored. */
const REQUIRED = {
  question: askSchema.shape.text,
  solution: solveSchema.shape.fix,
  note: noteSchema.shape.text,
  view: savedViewSchema.shape.name,
  reason: bulkSchema.shape.reason,
  person: newcomerSchema.shape.name,
  merchant: signUpSchema.shape.merchant,
  shop: integrationNameSchema,
  token: newTokenSchema.shape.name,
  channel: addChannelSchema.shape.name,
};

const OPTIONAL = { sender: newReportSchema.shape.shownName, occasion: openMerchantSchema.shape.reason };

test.each(Object.entries({ ...REQUIRED, ...OPTIONAL }))("a NUL in a %s is removed", (_name, schema) => {
  expect(schema.parse("a line\u0000of a log")).toBe("a line of a log");
});

test.each(Object.entries(REQUIRED))("a %s of invisible characters counts as empty", (_name, schema) => {
  expect(schema.safeParse("\u200B\u200B\u2060\u200B").success).toBe(false);
});
