"use server";

import { type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { merchantAction, quotaSpent, type Refusal } from "@/lib/identity/auth/action";
import { spendQuota } from "@/lib/identity/quota/spend";
import {
  createCertificateReport,
  createReport,
  listAlike,
  remindHost,
  revokeReport,
  shareReport,
} from "@/lib/operations/reports/mutations";
import {
  aboutCausesSchema,
  type NewLink,
  newLinkSchema,
  newReportSchema,
  reportSchema,
  sharedReportSchema,
} from "@/lib/operations/reports/schema";

/** Counts the mail, if the report is to be mailed. */
const limited =
  <Input extends NewLink, Value>(make: (scope: MerchantScope, input: Input) => Promise<Result<Value, string>>) =>
  async (scope: MerchantScope, input: Input): Promise<Result<Value, Refusal>> => {
    const spender = { scope, target: { domain: input.mailTo ?? "", addresses: [] } };
    const wait = input.mailTo ? await spendQuota(spender, "mail_host") : null;
    return wait === null ? make(scope, input) : refuse(quotaSpent(wait));
  };

export const listAlikeAction = merchantAction({ input: aboutCausesSchema, run: listAlike });

/** Creates a link for the hosting provider. Only this result contains its token. */
export const createReportAction = merchantAction({ spends: "create_report", input: newReportSchema, run: limited(createReport) });

export const createCertificateReportAction = merchantAction({
  spends: "create_report",
  input: newLinkSchema,
  run: limited(createCertificateReport),
});

export const revokeReportAction = merchantAction({ input: reportSchema, run: revokeReport });
export const shareReportAction = merchantAction({ input: sharedReportSchema, run: shareReport });
export const remindHostAction = merchantAction({ spends: "mail_host", input: reportSchema, run: remindHost });
