import "server-only";
import { z } from "zod";
import type { ListCursor } from "@/lib/base/list-cursor";
import { isReadOnly } from "@/lib/identity/accounts/access";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { findEventChannel, listEventDeliveries } from "@/lib/notify/events/data";

/** Deliveries have two texts each, so few fit on a page. */
const LISTED = 15;

/** A webhook with its events and one page of what it got; null if there is no such webhook. */
export async function loadEventChannel(merchantId: string, channelId: string, before: ListCursor | null) {
  const scope = await requireMerchantScope(merchantId);
  if (!z.uuid().safeParse(channelId).success) return null;
  return readMerchant(scope, async (reader) => {
    const channel = await findEventChannel(reader, channelId);
    if (!channel) return null;
    const deliveries = await listEventDeliveries(reader, { channelId, before, limit: LISTED });
    return { channel, deliveries, readOnly: isReadOnly(scope) };
  });
}
