// Usable in the browser, without the schemas.

/** Every type of event, and its key in the message files. */
const NAMES = {
  "shop.throttled": "shop_throttled",
  "shop.recovered": "shop_recovered",
  "check.completed": "check_completed",
  "order.imported": "order_imported",
  "parcel.failed": "parcel_failed",
  "incident.opened": "incident_opened",
  "incident.closed": "incident_closed",
  "address.announced": "address_announced",
} as const;
export type EventType = keyof typeof NAMES;
export const EVENT_TYPES = Object.keys(NAMES) as [EventType, ...EventType[]];
export const EVENT_NAMES = EVENT_TYPES.map((type) => ({ type, key: NAMES[type] }));
