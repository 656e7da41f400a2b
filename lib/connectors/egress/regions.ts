import { env } from "@/lib/infra/env";

/** The region of one of our addresses, as EGRESS_ADDRESSES names it; null without one. */
export const regionOf = (address: string | null): string | null =>
  address === null ? null : (env().EGRESS_ADDRESSES.find((route) => route.address === address)?.region ?? null);
