import { ok, type Result, refuse } from "@/lib/base/result";
import { type CredentialProblem, parseCredentials } from "@/lib/connectors/credentials";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type RefusedTry, withTriedCredentials } from "@/lib/integrations/connect/try-credentials";
import { findIntegrationRow } from "@/lib/integrations/data";
import { type IntegrationRefusal, replaceCredentials } from "@/lib/integrations/mutations";
import { requestFirstImport } from "@/lib/sync/mutations";

export type CredentialsAnswer =
  | { kind: "stored" }
  | { kind: "fields"; problems: Readonly<Record<string, CredentialProblem>> }
  /** The shop rejected the credentials or could not be asked, so nothing was stored. */
  | RefusedTry;

/** Parses credentials, tests them on the shop, and only then replaces the old ones; the import follows as a job. */
export async function replaceKey(
  scope: MerchantScope,
  input: { integrationId: string; values: Record<string, string> },
): Promise<Result<CredentialsAnswer, IntegrationRefusal>> {
  const row = await findIntegrationRow(scope, input.integrationId);
  if (!row) return refuse("not_found");
  const parsed = parseCredentials(row.shopSystem, input.values);
  if (!parsed.ok) return ok<CredentialsAnswer>({ kind: "fields", problems: parsed.reason });
  const tested = await withTriedCredentials(scope, row, { credentials: parsed.value }, async (_shop, credentials) => ({
    kind: "works" as const,
    credentials,
  }));
  if (tested.kind !== "works") return ok<CredentialsAnswer>(tested);
  const stored = await replaceCredentials(scope, input.integrationId, tested.credentials, row.baseUrl);
  if (!stored.ok) return refuse(stored.reason);
  await requestFirstImport(scope, { integrationId: input.integrationId });
  return ok<CredentialsAnswer>({ kind: "stored" });
}
