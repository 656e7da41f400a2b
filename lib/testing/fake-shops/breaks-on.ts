import type { Behaviour, BreakdownEnding } from "@/lib/testing/fake-shops/behaviour";

/** The shop died while answering: the client receives something that the shop did not write. */
export class ShopDied extends Error {
  constructor(readonly by: BreakdownEnding) {
    super(`the shop died: ${by}`);
  }
}

/** Whether the shop breaks down on one of the orders in a response. `onlyFields`: only some of their fields were requested. */
export function breaksOn(
  { breaksOn: broken = [], breaksOnFields = false, breaksBy }: Behaviour,
  orders: readonly { id: number }[],
  onlyFields = false,
): boolean {
  const isBroken = (!onlyFields || breaksOnFields) && orders.some(({ id }) => broken.includes(id));
  if (isBroken && breaksBy !== undefined) throw new ShopDied(breaksBy);
  return isBroken;
}
