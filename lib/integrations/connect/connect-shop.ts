import { ok, type Result, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import { parseShopAddress } from "@/lib/connectors/shop-address";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type ContactProblem, mayContact } from "@/lib/integrations/connect/ask-shop";
import { findIntegrationAt } from "@/lib/integrations/data";
import { createIntegration } from "@/lib/integrations/mutations";

export type AddressProblem =
  | { kind: "problem"; problem: ContactProblem; host: string }
  /** `integrationId`: the shop that already uses the URL. */
  | { kind: "problem"; problem: "address_taken"; host: string; integrationId: string };

export type ConnectAnswer = { kind: "connected"; integrationId: string } | AddressProblem;

export async function findTaken(scope: MerchantScope, baseUrl: string): Promise<AddressProblem | null> {
  const taken = await findIntegrationAt(scope, baseUrl);
  return taken && { kind: "problem", problem: "address_taken", host: "", integrationId: taken.id };
}

/** Connects a shop without credentials and starts its first check. */
export async function connectNewShop(
  scope: MerchantScope,
  input: { address: string; name: string; shopSystem: ShopSystem },
): Promise<Result<ConnectAnswer, "not_found">> {
  const problem = (code: ContactProblem, host = "") => ok<ConnectAnswer>({ kind: "problem", problem: code, host });
  const parsed = parseShopAddress(input.address);
  if (!parsed.ok) return problem(parsed.reason);
  const contact = await mayContact(parsed.value);
  if (!contact.ok) return problem(contact.reason.code, contact.reason.host);
  const created = await createIntegration(scope, { name: input.name, shopSystem: input.shopSystem, baseUrl: parsed.value }, null);
  if (!created.ok) {
    const taken = await findTaken(scope, parsed.value);
    return taken ? ok<ConnectAnswer>(taken) : refuse("not_found");
  }
  const { integrationId } = created.value;
  await requestCheck(scope, { integrationId, trigger: "connect" });
  return ok<ConnectAnswer>({ kind: "connected", integrationId });
}
