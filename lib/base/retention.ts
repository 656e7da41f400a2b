/** So long the past of a shop is told day by day: the oldest history that is shown has 90 days. */
export const SHOWN_DAYS = 100;

/** A shop whose past is looked through. */
export interface PrunedShop {
  merchantId: string;
  integrationId: string;
}
