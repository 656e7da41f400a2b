import { z } from "zod";
import { pastedText } from "@/lib/shops/pasted-text";

/** Admin API access token of a custom app. API keys and secrets (shpss_, hex) are no access tokens. */
export const shopifyCredentialsSchema = z.object({
  accessToken: pastedText
    .refine((text) => !text.startsWith("shpss_"), "is_the_secret")
    .refine((text) => text.startsWith("shpss_") || /^shp(at|ca|pa|ua)_\w{8,}$/.test(text), "not_an_access_token"),
});

export type ShopifyCredentials = z.infer<typeof shopifyCredentialsSchema>;
