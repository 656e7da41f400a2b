import { z } from "zod";
import { pastedText } from "@/lib/shops/pasted-text";

const key = (prefix: "ck_" | "cs_", other: "ck_" | "cs_", swapped: string, wrong: string) =>
  pastedText
    .refine((text) => !text.startsWith(other), swapped)
    .refine((text) => text.startsWith(other) || new RegExp(`^${prefix}\\w{4,}$`).test(text), wrong);

/** WooCommerce > Settings > Advanced > REST API: a key and its secret. */
export const wooCredentialsSchema = z.object({
  consumerKey: key("ck_", "cs_", "is_the_secret", "not_a_consumer_key"),
  consumerSecret: key("cs_", "ck_", "is_the_key", "not_a_consumer_secret"),
});

export type WooCredentials = z.infer<typeof wooCredentialsSchema>;
