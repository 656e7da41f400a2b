import { z } from "zod";
import { DAY_MS } from "@/lib/base/units";
import type { ShopReach } from "@/lib/connectors/shop";
import { askShopify, type ShopifyShop } from "@/lib/connectors/shopify/client";
import { DESCRIBE_SHOP } from "@/lib/connectors/shopify/queries";

const aboutSchema = z.object({
  shop: z.object({ name: z.string(), currencyCode: z.string(), ianaTimezone: z.string() }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

export const askAboutShop = (shop: ShopifyShop) => askShopify(shop, { query: DESCRIBE_SHOP }, aboutSchema);

/** Without this scope, orders placed earlier are neither listed, nor counted, nor returned by id. */
const SCOPE_OF_OLDER_ORDERS = "read_all_orders";
const DAYS_WITHOUT_IT = 60;

export const reachOf = ({ currentAppInstallation }: z.infer<typeof aboutSchema>): ShopReach => ({
  historyDays: currentAppInstallation.accessScopes.some(({ handle }) => handle === SCOPE_OF_OLDER_ORDERS) ? null : DAYS_WITHOUT_IT,
});

/** Whether the shop may hide an order of that age. The day on which it disappears counts too, as the hour is unknown. */
export const mayHide = ({ historyDays }: ShopReach, placedAt: Date): boolean =>
  historyDays !== null && placedAt.getTime() < Date.now() - (historyDays - 1) * DAY_MS;
