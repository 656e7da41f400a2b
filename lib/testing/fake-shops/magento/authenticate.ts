import { createHmac, timingSafeEqual } from "node:crypto";
import type { FakeRequest } from "@/lib/testing/fake-shops/answer";
import { type MagentoReply, message } from "@/lib/testing/fake-shops/magento/envelopes";

export interface MagentoToken {
  accessToken: string;
  /** The other three values of an integration, for OAuth 1.0a. */
  accessTokenSecret?: string;
  consumerKey?: string;
  consumerSecret?: string;
  /** Resources the integration may use; all by default. */
  resources?: readonly string[];
}

export type Authentication = { token: MagentoToken | null; refusal: null } | { token: null; refusal: MagentoReply };

const REQUIRED = ["oauth_consumer_key", "oauth_signature", "oauth_signature_method", "oauth_nonce", "oauth_timestamp", "oauth_token"];

const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

function expectedSignature(request: FakeRequest, oauth: ReadonlyMap<string, string>, token: MagentoToken): string {
  const pairs = [...request.query, ...[...oauth].filter(([name]) => name !== "oauth_signature" && name !== "realm")]
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .sort()
    .join("&");
  const base = `${request.method}&${percentEncode(`${request.origin}${request.path}`)}&${percentEncode(pairs)}`;
  return createHmac("sha256", `${percentEncode(token.consumerSecret ?? "")}&${percentEncode(token.accessTokenSecret ?? "")}`)
    .update(base)
    .digest("base64");
}

const equals = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

/** Timestamps may be arbitrarily old, but at most this far ahead of the shop's clock. */
export const MAX_SECONDS_AHEAD = 600;

function verifyOAuth(request: FakeRequest, header: string, tokens: readonly MagentoToken[], now: Date): Authentication {
  const refuse = (reply: MagentoReply): Authentication => ({ token: null, refusal: reply });
  const oauth = new Map(
    [...header.matchAll(/([a-z_]+)="([^"]*)"/gi)].map(([, name = "", value = ""]) => [name, decodeURIComponent(value)]),
  );
  const missing = REQUIRED.filter((name) => !oauth.get(name));
  if (missing.length > 0)
    return refuse({
      status: 400,
      value: {
        message: "One or more input exceptions have occurred.",
        errors: missing.map((fieldName) => ({ message: '"%fieldName" is required. Enter and try again.', parameters: { fieldName } })),
      },
    });
  const token = tokens.find(({ consumerKey }) => consumerKey !== undefined && consumerKey === oauth.get("oauth_consumer_key"));
  if (!token) return refuse(message(401, "A consumer having the specified key does not exist"));
  if (Number(oauth.get("oauth_timestamp")) > now.getTime() / 1000 + MAX_SECONDS_AHEAD)
    return refuse(message(401, "The timestamp value in the oauth_timestamp parameter is incorrect."));
  if (oauth.get("oauth_token") !== token.accessToken) return refuse(message(401, "Token is not associated with the specified consumer"));
  if (oauth.get("oauth_signature_method") !== "HMAC-SHA256")
    return refuse(message(400, "Signature method %1 is not supported", [oauth.get("oauth_signature_method")]));
  if (!equals(expectedSignature(request, oauth, token), oauth.get("oauth_signature") ?? ""))
    return refuse(message(401, "The signature is invalid. Verify and try again."));
  return { token, refusal: null };
}

/** Bearer or OAuth 1.0a. An unknown token, or disabled bearer tokens, make the visitor anonymous. */
export function authenticate(request: FakeRequest, tokens: readonly MagentoToken[], bearerWorks: boolean, now: Date): Authentication {
  const header = request.headers["authorization"] ?? "";
  if (/^OAuth\s/i.test(header)) return verifyOAuth(request, header, tokens, now);
  const bearer = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  const token = bearerWorks ? (tokens.find(({ accessToken }) => accessToken === bearer) ?? null) : null;
  return { token, refusal: null };
}

export const mayUse = (token: MagentoToken | null, resource: string): boolean =>
  token !== null && (token.resources === undefined || token.resources.includes(resource));
