import { asRecord } from "@/lib/connectors/net/seen-answer";
import { askForList, askPrestashop, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import { ofShop, type Settings } from "@/lib/connectors/prestashop/lookups";
import { looseText } from "@/lib/connectors/records/order-fields";
import type { Reply } from "@/lib/connectors/shop";

type OneOrder = Reply<{ raw: unknown }>;

/** The whole record, or null. PrestaShop restricts only lists: by its id an order of any shop is shown, and one that a plugin hides from lists. */
export async function askById(shop: PrestashopShop, externalId: string): Promise<OneOrder> {
  const direct = await askPrestashop(shop, { path: `/orders/${externalId}`, isShort: true });
  if (direct.ok) return { ok: true, raw: asRecord(direct.json)?.["order"] ?? null };
  // An unknown id is answered by 404 without a body, of which a plugin's notice may leave only the notice.
  const isUnknown = direct.failure.status === 404 || direct.failure.code === "invalid_response";
  return isUnknown ? { ok: true, raw: null } : direct;
}

/** The record of an order of this shop with at least the fields of `display`; null if the shop has no such order. */
export async function askForOrder(
  shop: PrestashopShop,
  externalId: string,
  { shopId }: Pick<Settings, "shopId">,
  display = "full",
): Promise<OneOrder> {
  const listed = await askForList(shop, "orders", { "filter[id]": `[${externalId}]`, display, ...ofShop(shopId) }, true);
  if (!listed.ok || listed.rows.length > 0) return listed.ok ? { ok: true, raw: listed.rows[0] } : listed;
  const direct = await askById(shop, externalId);
  if (!direct.ok || direct.raw === null) return direct;
  const ownerId = looseText.catch("").parse(asRecord(direct.raw)?.["id_shop"]);
  if (shopId !== null || ownerId === "") return { ok: true, raw: (shopId ?? "") === ownerId ? direct.raw : null };
  // Where the shop's own id is unknown, its list holds no order of another one.
  const ofOwner = await askForList(shop, "orders", { ...ofShop(ownerId), limit: "1" }, true);
  return ofOwner.ok ? { ok: true, raw: ofOwner.rows.length > 0 ? direct.raw : null } : ofOwner;
}
