import type { PreferenceName } from "@/lib/identity/preferences/schema";

/** The storage key: some preferences apply everywhere, some to one merchant. */
export const preferenceKey = (name: PreferenceName, merchantId: string | null): string =>
  merchantId === null ? name : `${name}:${merchantId}`;
