import { type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { spendQuota } from "@/lib/identity/quota/spend";
import { createCertificateReport, createReport } from "@/lib/operations/reports/mutations";
import type { NewLink } from "@/lib/operations/reports/schema";

type MakeRefusal = "not_found" | { code: "quota_spent"; retryAfterSeconds: number };

/** Counts the mail, if the report is to be mailed. */
const limited =
  <Input extends NewLink, Value>(make: (scope: MerchantScope, input: Input) => Promise<Result<Value, "not_found">>) =>
  async (scope: MerchantScope, input: Input): Promise<Result<Value, MakeRefusal>> => {
    const spender = { scope, target: { domain: input.mailTo ?? "", addresses: [] } };
    const retryAfterSeconds = input.mailTo ? await spendQuota(spender, "mail_host") : null;
    return retryAfterSeconds === null ? make(scope, input) : refuse({ code: "quota_spent", retryAfterSeconds });
  };

/** As their namesakes in mutations.ts, within the quota of mails. */
export const makeReport = limited(createReport);
export const makeCertificateReport = limited(createCertificateReport);
