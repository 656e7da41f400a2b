import { ok } from "@/lib/base/result";
import type { PrestashopShop } from "@/lib/connectors/prestashop/client";
import { readOrderStates } from "@/lib/connectors/prestashop/lookups";
import type { ShopResult, ShopStatus } from "@/lib/connectors/shop";

/** The shop's order states by name, as orders bear them. PrestaShop counts nothing by itself. */
export async function listPrestashopStatuses(shop: PrestashopShop): Promise<ShopResult<ShopStatus[]>> {
  const states = await readOrderStates(shop);
  if (!states.ok) return states;
  const names = new Set(states.value.map(({ id, name }) => name || id));
  return ok([...names].map((status) => ({ status, name: null, orders: null })));
}
