import type { PreferenceName } from "@/lib/identity/preferences/schema";

/** Where a preference is stored: some hold for the person everywhere, some for the shops of one merchant. */
export const preferenceKey = (name: PreferenceName, merchantId: string | null): string =>
  merchantId === null ? name : `${name}:${merchantId}`;
