import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Provider from "oidc-provider";

/** The issuer's claims about one of its accounts. */
export interface IssuerAccount {
  email?: string;
  email_verified?: boolean;
  name?: string;
  roles?: readonly string[];
}

export interface OidcIssuer {
  /** The issuer's identifier. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** By subject, which is what users type into its login form. */
  accounts: Map<string, IssuerAccount>;
  /** Seconds that its clock is ahead of this machine's; negative if behind. */
  clockSeconds: number;
  /** Pretends that the login took place this long ago, ignoring `max_age`. */
  authenticatedSecondsAgo: number;
  close(): Promise<void>;
}

const LOGIN_PATH = /^\/login\/[\w-]+(\/cancel)?$/;

const loginForm = (path: string): string => `<!doctype html><html lang="en"><title>Harbour login</title>
<form method="post" action="${path}"><label>User <input name="login" autofocus required></label><button>Log in</button></form>
<a href="${path}/cancel">Cancel</a></html>`;

/** The same token as issued with another clock or an earlier login. */
function shiftToken(token: string, { clockSeconds, authenticatedSecondsAgo }: OidcIssuer, key: KeyObject): string {
  const [header = "", payload = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { iat: number; exp: number; auth_time: number };
  const shifted = {
    ...claims,
    iat: claims.iat + clockSeconds,
    exp: claims.exp + clockSeconds,
    auth_time: claims.auth_time + clockSeconds - authenticatedSecondsAgo,
  };
  const signed = `${header}.${Buffer.from(JSON.stringify(shifted)).toString("base64url")}`;
  return `${signed}.${createSign("sha256").update(signed).sign(key, "base64url")}`;
}

/** A real OpenID Connect issuer on loopback, whose login form accepts everyone and asks for no consent. */
export async function startOidcIssuer(redirectUri: string, port = 0): Promise<OidcIssuer> {
  const server = http.createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, IssuerAccount>();
  const issuer: OidcIssuer = {
    url,
    clientId: "mooring",
    clientSecret: "the-secret-of-mooring",
    accounts,
    clockSeconds: 0,
    authenticatedSecondsAgo: 0,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(url, {
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }] },
    clients: [{ client_id: issuer.clientId, client_secret: issuer.clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "roles"] },
    cookies: { keys: ["of tests alone"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/login/${uid}` },
    pkce: { required: () => true },
    ttl: { IdToken: 600, AccessToken: 600, AuthorizationCode: 60, Grant: 600, Interaction: 600, Session: 600 },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) }),
    async loadExistingGrant({ oidc: { provider: own, client, session } }) {
      if (!client || !session?.accountId) return undefined;
      const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (context, next) => {
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if ((issuer.clockSeconds !== 0 || issuer.authenticatedSecondsAgo !== 0) && context.path === "/token" && body?.id_token)
      context.body = { ...body, id_token: shiftToken(body.id_token, issuer, privateKey) };
  });
  const answer = provider.callback();
  const logIn = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    if (path.endsWith("/cancel")) return provider.interactionFinished(request, response, { error: "access_denied" });
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html").end(loginForm(path));
      return undefined;
    }
    const accountId = new URLSearchParams(await text(request)).get("login") ?? "";
    return provider.interactionFinished(request, response, { login: { accountId } });
  };
  server.on("request", (request, response) => {
    const path = request.url ?? "/";
    if (!LOGIN_PATH.test(path)) return void answer(request, response);
    logIn(request, response, path).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return issuer;
}
