import { z } from "zod";
import { bare, holdsSeveral, isBlank, joined, onlyOne, pastedKey, type ReadKey } from "@/lib/connectors/pasted-text";

/** The format of Shopify's tokens. */
const ACCESS_TOKEN = /shp(?:at|ca|pa|ua)_[0-9a-f]{32}/gi;

const readToken: ReadKey = (text) => {
  const made = onlyOne(joined(text), ACCESS_TOKEN);
  if (made !== null) return { key: made.toLowerCase() };
  if (holdsSeveral(joined(text), ACCESS_TOKEN)) return { problem: "several" };
  const token = bare(text);
  if (/^shp(at|ca|pa|ua)_\w{8,}$/.test(token)) return { key: token };
  return { problem: /shpss_/i.test(joined(text)) ? "is_the_secret" : "not_an_access_token" };
};

const readClientId: ReadKey = (text) => {
  const id = bare(text);
  if (/^[0-9a-f]{32}$/i.test(id)) return { key: id.toLowerCase() };
  return { problem: "not_a_client_id" };
};

const readClientSecret: ReadKey = (text) => {
  const secret = bare(text);
  if (/^shpss_\w{8,}$/.test(secret)) return { key: secret };
  if (/^shp(at|ca|pa|ua)_/i.test(secret)) return { problem: "not_a_client_secret" };
  // Apps from before 2020 have secrets without a prefix.
  return /^[0-9a-f]{32}$/i.test(secret) ? { key: secret } : { problem: "not_a_client_secret" };
};

const optional = (read: ReadKey) => z.preprocess((value) => (isBlank(value) ? undefined : value), pastedKey(read).optional());

const formFields = z.object({
  accessToken: optional(readToken),
  clientId: optional(readClientId),
  clientSecret: optional(readClientSecret),
});

const token = z.object({ accessToken: z.string() });
/** An access token that expires. */
const ending = token.extend({ expiresAt: z.iso.datetime() });

/** A merchant's own app of the Dev Dashboard: client ID and secret are exchanged for access tokens valid for 24 hours. */
const clientCredentials = z.object({ kind: z.literal("client"), clientId: z.string(), clientSecret: z.string() });

/** What is stored: a token without expiry, a merchant's own app, or an installation of the platform's app. */
export const shopifyCredentialsSchema = z.union([
  clientCredentials.extend(ending.shape),
  clientCredentials.extend({ accessToken: z.undefined().optional() }),
  ending.extend({ kind: z.literal("app"), refreshToken: z.string(), refreshExpiresAt: z.iso.datetime().nullable() }),
  token.extend({ kind: z.undefined().optional() }),
]);

export type ShopifyCredentials = z.infer<typeof shopifyCredentialsSchema>;

/** The form: the Admin API access token of an older custom app, or client ID and secret of a Dev Dashboard app. */
export const shopifyFormSchema = formFields.transform((typed, context): ShopifyCredentials => {
  const { accessToken, clientId, clientSecret } = typed;
  if (clientId !== undefined && clientSecret !== undefined) return { kind: "client", clientId, clientSecret };
  const missing = clientId !== undefined ? "clientSecret" : clientSecret !== undefined ? "clientId" : "accessToken";
  if (missing === "accessToken" && accessToken !== undefined) return { accessToken };
  context.addIssue({ code: "custom", path: [missing], message: "missing" });
  return z.NEVER;
});
