import "server-only";
import { notFound, redirect } from "next/navigation";
import { loadShop } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { findBadgeToken } from "@/lib/integrations/badge/data";
import { countStatuses, findIntegrationSettings } from "@/lib/integrations/data";
import { settingsPath } from "@/lib/integrations/shop-paths";
import { findWebhook } from "@/lib/orders/tracking/data";
import { listMaintenance } from "@/lib/sync/maintenance/data";
import { findInstantOrders } from "@/lib/sync/webhooks/data";

/** Staff who may only read have nothing to change here, and are sent to what they may download. */
async function loadForChange(merchantId: string, integrationId: string) {
  const shop = await loadShop(merchantId, integrationId);
  if (shop.readOnly) redirect(settingsPath(merchantId, integrationId, "sharing"));
  return shop;
}

const readSettings = async (reader: MerchantReader, integrationId: string) =>
  (await findIntegrationSettings(reader, integrationId)) ?? notFound();

/** General and Connection show what every tab knows of the shop. */
export const loadBasicSettings = loadForChange;

export async function loadImportSettings(merchantId: string, integrationId: string) {
  const shop = await loadForChange(merchantId, integrationId);
  return readMerchant(shop.scope, async (reader) => ({
    ...shop,
    settings: await readSettings(reader, integrationId),
    statuses: await countStatuses(reader, integrationId),
    instant: await findInstantOrders(reader, integrationId),
  }));
}

export async function loadTrackingSettings(merchantId: string, integrationId: string) {
  const shop = await loadForChange(merchantId, integrationId);
  return { ...shop, webhook: await findWebhook(shop.scope, integrationId) };
}

export async function loadMaintenanceSettings(merchantId: string, integrationId: string) {
  const shop = await loadForChange(merchantId, integrationId);
  return readMerchant(shop.scope, async (reader) => ({
    ...shop,
    settings: await readSettings(reader, integrationId),
    windows: await listMaintenance(reader, integrationId),
  }));
}

export async function loadSharingSettings(merchantId: string, integrationId: string) {
  const shop = await loadShop(merchantId, integrationId);
  return { ...shop, badgeToken: await findBadgeToken(shop.scope, integrationId) };
}

export async function loadDangerSettings(merchantId: string, integrationId: string) {
  const shop = await loadForChange(merchantId, integrationId);
  return readMerchant(shop.scope, async (reader) => ({
    ...shop,
    settings: await readSettings(reader, integrationId),
    instant: await findInstantOrders(reader, integrationId),
  }));
}
