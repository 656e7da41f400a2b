import type { WooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";

export interface WooKey {
  consumerKey: string;
  consumerSecret: string;
  /** Default read_write. */
  permissions?: "read" | "write" | "read_write";
}

export type Authentication = { key: WooKey | null; error: null } | { key: null; error: WooError };
