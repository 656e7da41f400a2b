import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { listEndings } from "@/lib/health/endings/data";
import { isReadOnly, type MerchantScope } from "@/lib/identity/accounts/access";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { requirePerson } from "@/lib/identity/auth/session";
import { findListSettings, findPreference } from "@/lib/identity/preferences/data";
import { findIntegrationRow, listDrafts } from "@/lib/integrations/data";
import { countShops, listShopPage, readOverview } from "@/lib/integrations/list/list-reads";
import type { ListQuery } from "@/lib/integrations/list/list-view";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { hasChosenPreferences } from "@/lib/notify/data";

/** Shops whose connection was started but not finished, and whether the user is read-only. */
export async function loadConnectPage(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  return { drafts: await listDrafts(scope), readOnly: isReadOnly(scope) };
}

/** Whether the user dismissed the first steps. */
export async function loadStepsHidden(merchantId: string): Promise<boolean> {
  return findPreference(await requirePerson(), "first_steps_hidden", merchantId);
}

/** The overview, with the data of the first steps. */
export async function loadOverview(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  const readAt = Date.now();
  const stepsHidden = await loadStepsHidden(merchantId);
  return readMerchant(scope, async (reader) => ({
    ...(await readOverview(reader)),
    endings: await listEndings(reader, null),
    notificationsChosen: await hasChosenPreferences(reader),
    stepsHidden,
    readOnly: isReadOnly(scope),
    readAt,
  }));
}

/** One page of the list, with the user's list settings. */
export async function loadIntegrationsList(merchantId: string, query: ListQuery) {
  const [scope, person] = await Promise.all([requireMerchantScope(merchantId), requirePerson()]);
  const readAt = Date.now();
  const settings = await findListSettings(person, merchantId);
  return readMerchant(scope, async (reader) => ({
    ...(await listShopPage(reader, query)),
    counts: await countShops(reader),
    settings,
    readOnly: isReadOnly(scope),
    readAt,
  }));
}

/** One integration's row with the scope; "not found" for unknown, foreign and malformed ids. Cached per request. */
export const loadIntegration = cache(
  async (merchantId: string, integrationId: string): Promise<{ scope: MerchantScope; row: IntegrationRow }> => {
    const scope = await requireMerchantScope(merchantId);
    const row = z.uuid().safeParse(integrationId).success ? await findIntegrationRow(scope, integrationId) : null;
    return row ? { scope, row } : notFound();
  },
);
