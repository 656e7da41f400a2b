import { z } from "zod";
import { bare, holdsSeveral, joined, onlyOne, pastedKey, type ReadKey } from "@/lib/connectors/pasted-text";

/** As Shopify makes them. */
const MADE = /shp(?:at|ca|pa|ua)_[0-9a-f]{32}/gi;

const readToken: ReadKey = (text) => {
  const made = onlyOne(joined(text), MADE);
  if (made !== null) return { key: made.toLowerCase() };
  if (holdsSeveral(joined(text), MADE)) return { problem: "several" };
  const token = bare(text);
  if (/^shp(at|ca|pa|ua)_\w{8,}$/.test(token)) return { key: token };
  return { problem: /shpss_/i.test(joined(text)) ? "is_the_secret" : "not_an_access_token" };
};

/** Admin API access token of a custom app. API keys and secrets (shpss_, hex) are no access tokens. */
export const shopifyCredentialsSchema = z.object({ accessToken: pastedKey(readToken) });

export type ShopifyCredentials = z.infer<typeof shopifyCredentialsSchema>;
