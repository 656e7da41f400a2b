import { ok, type Result, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import { overPlainHttp, parseShopAddress } from "@/lib/connectors/shop-address";
import { liveOutside } from "@/lib/health/live-outside";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type ContactProblem, mayContact } from "@/lib/integrations/connect/ask-shop";
import { type HttpsMiss, locateShop } from "@/lib/integrations/connect/locate-shop";
import { proposeName } from "@/lib/integrations/connect/proposed-name";
import { findIntegrationRow } from "@/lib/integrations/data";
import { changeAddress, type IntegrationRefusal } from "@/lib/integrations/mutations";

export type AddressAnswer =
  /** `overHttps`: why https failed, if no scheme was entered and the URL is plain http. */
  | { kind: "saved"; address: string; overHttps: HttpsMiss | null }
  | { kind: "problem"; problem: ContactProblem | "address_taken"; host: string }
  /** The stored key belongs to another server: submitting again with `withoutKey` deletes it. */
  | { kind: "key_for_other_address"; host: string };

/** Resolves and stores a new URL, then enqueues a check. */
export async function moveShop(
  scope: MerchantScope,
  input: { integrationId: string; address: string; withoutKey: boolean },
): Promise<Result<AddressAnswer, IntegrationRefusal>> {
  const problem = (code: ContactProblem | "address_taken", host = "") => ok<AddressAnswer>({ kind: "problem", problem: code, host });
  const parsed = parseShopAddress(input.address);
  if (!parsed.ok) return problem(parsed.reason);
  const contact = await mayContact(parsed.value);
  if (!contact.ok) return problem(contact.reason.code, contact.reason.host);
  const row = await findIntegrationRow(scope, input.integrationId);
  if (!row) return refuse("not_found");
  // An entered scheme is intentional, and an unchanged URL needs no requests.
  const http = row.baseUrl === parsed.value ? null : overPlainHttp(input.address);
  const { baseUrl, overHttps } =
    http === null ? { baseUrl: parsed.value, overHttps: null } : await locateShop(parsed.value, http, await liveOutside());
  const changed = await changeAddress(scope, input.integrationId, baseUrl, { withoutKey: input.withoutKey });
  if (!changed.ok && changed.reason === "key_for_other_address")
    return ok<AddressAnswer>({ kind: "key_for_other_address", host: proposeName(baseUrl) });
  if (!changed.ok) return changed.reason === "address_taken" ? problem("address_taken") : refuse(changed.reason);
  await requestCheck(scope, { integrationId: input.integrationId, trigger: "connect" });
  return ok<AddressAnswer>({ kind: "saved", address: baseUrl, overHttps });
}
