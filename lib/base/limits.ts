/** How much foreign text is stored, parsed and shown: one name per limit. Lengths are in characters. */
export const LIMITS = {
  /** Items of an order; an order with more is quarantined. */
  orderLines: 2_000,
  /** A text within an order: a name, an article, a line of an address. */
  orderField: 10_000,
  /** A shop's record of an order, as JSON. */
  orderRecord: 2_000_000,
  /** All header lines of a mail; a mail with more is no reply to ours. */
  mailHead: 200_000,
  /** Items that the page of an order shows. */
  shownLines: 100,
  /** Beginning of a shop's record that a page shows. */
  shownRecord: 20_000,
} as const;
