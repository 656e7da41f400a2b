import type { Behaviour, BreakdownEnding } from "@/lib/testing/fake-shops/behaviour";

/** The shop died while it made an answer: what the visitor gets is not of the shop's making. */
export class ShopDied extends Error {
  constructor(readonly by: BreakdownEnding) {
    super(`the shop died: ${by}`);
  }
}

/** Whether the shop breaks down on one of the orders that an answer would hold. `onlyFields`: some of their fields were asked for. */
export function breaksOn(
  { breaksOn: broken = [], breaksOnFields = false, breaksBy }: Behaviour,
  orders: readonly { id: number }[],
  onlyFields = false,
): boolean {
  const isBroken = (!onlyFields || breaksOnFields) && orders.some(({ id }) => broken.includes(id));
  if (isBroken && breaksBy !== undefined) throw new ShopDied(breaksBy);
  return isBroken;
}
