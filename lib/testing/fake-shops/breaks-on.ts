import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";

/** Whether the shop breaks down on one of the orders that an answer would hold. `onlyFields`: some of their fields were asked for. */
export const breaksOn = (
  { breaksOn: broken = [], breaksOnFields = false }: Behaviour,
  orders: readonly { id: number }[],
  onlyFields = false,
): boolean => (!onlyFields || breaksOnFields) && orders.some(({ id }) => broken.includes(id));
