import { LIMITS } from "@/lib/base/limits";
import { ok } from "@/lib/base/result";
import { newMoment, type OAuth1Credentials, signOAuth1 } from "@/lib/connectors/http/oauth1";
import { sendSigned } from "@/lib/connectors/http/redirects";
import { failed, failureOfAnswer, shopFailure } from "@/lib/connectors/http/shop-failure";
import { CLOCK_TOLERANCE_MS } from "@/lib/connectors/magento/client";
import { type MagentoCredentials, magentoCredentialsSchema } from "@/lib/connectors/magento/credentials";
import type { ShopClient, ShopFailure, ShopResult } from "@/lib/connectors/shop";

// The second half of Magento's integration handshake (developer.adobe.com, "OAuth-based authentication"): the consumer that *Activate* posted is
// exchanged for a token without expiry, in two signed requests.

const REQUEST = "/oauth/token/request";

export interface MagentoConsumer {
  consumerKey: string;
  consumerSecret: string;
  verifier: string;
}

/** `seesHttp`: the shop's own URL begins with http:// although we reach it by https. */
export type HandshakeReply = { ok: true; value: MagentoCredentials } | { ok: false; failure: ShopFailure; seesHttp: boolean };

/** `origin`: as the shop sees it, for the signature. */
async function requestToken(
  client: ShopClient,
  path: string,
  signing: OAuth1Credentials,
  origin: (baseUrl: string) => string = (baseUrl) => baseUrl,
): Promise<ShopResult<{ token: string; tokenSecret: string }>> {
  const form = "application/x-www-form-urlencoded";
  const sent = await sendSigned(client, { method: "POST", toleranceMs: CLOCK_TOLERANCE_MS }, (skewMs) => {
    const moment = newMoment(new Date(Date.now() + skewMs));
    const authorization = signOAuth1({ method: "POST", url: origin(client.baseUrl) + path }, signing, moment);
    const headers = { authorization, accept: form, "content-type": form };
    return client.send({ method: "POST", path, headers, body: "", maxBytes: LIMITS.handshakeAnswerBytes, countsOnce: true });
  });
  if (!sent.ok) return sent;
  const { answer } = sent;
  const given = new URLSearchParams(answer.body.trim());
  const [token, tokenSecret] = [given.get("oauth_token"), given.get("oauth_token_secret")];
  if (answer.status === 200 && token && tokenSecret) return ok({ token, tokenSecret });
  // Magento reports the reason: oauth_problem=signature_invalid and the like.
  const problem = given.get("oauth_problem");
  if (problem !== null) return { ok: false, failure: shopFailure("credentials_rejected", problem.slice(0, 80), answer) };
  return answer.status === 200
    ? failed("invalid_response", "no token in the answer", answer)
    : { ok: false, failure: failureOfAnswer(answer) };
}

const byHttp = (baseUrl: string): string => baseUrl.replace(/^https:/, "http:");

/** Whether the shop accepts the signature for http: then TLS ends before Magento, without X-Forwarded-Proto. */
async function seesHttp(client: ShopClient, failure: ShopFailure, signing: OAuth1Credentials): Promise<boolean> {
  if (failure.code !== "credentials_rejected" || !client.baseUrl.startsWith("https:")) return false;
  return (await requestToken(client, REQUEST, signing, byHttp)).ok;
}

export async function completeHandshake(
  client: ShopClient,
  { consumerKey, consumerSecret, verifier }: MagentoConsumer,
): Promise<HandshakeReply> {
  const consumer = { consumerKey, consumerSecret };
  const request = await requestToken(client, REQUEST, consumer);
  if (!request.ok) return { ...request, seesHttp: await seesHttp(client, request.failure, consumer) };
  const access = await requestToken(client, "/oauth/token/access", { ...consumer, ...request.value, verifier });
  if (!access.ok) return { ...access, seesHttp: false };
  const { token: accessToken, tokenSecret: accessTokenSecret } = access.value;
  const parsed = magentoCredentialsSchema.safeParse({ ...consumer, accessToken, accessTokenSecret });
  return parsed.success ? ok(parsed.data) : { ...failed("invalid_response", "the token is not one of Magento's"), seesHttp: false };
}
