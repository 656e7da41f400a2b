/** Days of daily history kept per shop: ten more than the 90 that pages show. */
export const HISTORY_KEPT_DAYS = 100;

/** How far back incidents reach: longer than a lane may fail before it is switched off. */
export const INCIDENT_DAYS = 180;

/** Days for which programs can read and replay events. */
export const EVENT_DAYS = 14;

/** The newest events of a shop, which are kept for that time. */
export const MAX_EVENTS_PER_SHOP = 20_000;

/** A shop whose history is pruned. */
export interface PrunedShop {
  merchantId: string;
  integrationId: string;
}
