import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { SECOND_MS } from "@/lib/base/units";
import type { OidcSettings } from "@/lib/identity/auth/oidc-settings";
import { PROOF_MS } from "@/lib/identity/auth/session-limits";

/** Limits of one request to the issuer in total. Discovery, keys and claims are a few kilobytes. */
const ISSUER_LIMITS = { timeoutMs: 8_000, mostBytes: 1_000_000 };

/**
 * next-auth's HTTP client limits idle time, but neither a trickling nor an endless response. Each connection carries one request. It is
 * destroyed without an error: after a response has begun nothing handles request errors, and one would crash the process.
 */
function bound(socket: Duplex, { timeoutMs, mostBytes }: typeof ISSUER_LIMITS): void {
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  let bytes = 0;
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) socket.destroy();
  });
  socket.once("close", () => clearTimeout(timer));
}

/** Connections to the issuer. The operator configures it, so it is limited but exempt from the SSRF guard. */
export function issuerAgent(issuer: string, limits = ISSUER_LIMITS): http.Agent {
  const agent = issuer.startsWith("https:") ? new https.Agent() : new http.Agent();
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args: Parameters<typeof connect>) => {
    const socket = connect(...args);
    if (socket) bound(socket, limits);
    return socket;
  };
  return agent;
}

export const OIDC_PROVIDER = "oidc";

type Claims = Record<string, unknown> & { sub: string };

/** The issuer as a provider of next-auth: authorization code flow with PKCE, state and nonce. */
export function oidcProvider({ issuer, clientId, clientSecret, label }: OidcSettings): OAuthConfig<Claims> {
  return {
    id: OIDC_PROVIDER,
    name: label,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    // A sign-in counts as a fresh proof, so the issuer must ask again if its own is older.
    authorization: { params: { scope: "openid email profile", max_age: PROOF_MS / SECOND_MS } },
    token: {
      async request({ client, provider, params, checks }) {
        // The discovery document names its issuer, and next-auth would accept any name.
        const named = client.issuer.metadata.issuer;
        if (named !== issuer) throw new Error(`the issuer calls itself ${named}, but OIDC_ISSUER is ${issuer}`);
        return { tokens: await client.callback(provider.callbackUrl, params, checks) };
      },
    },
    userinfo: {
      // Many issuers leave address and roles out of the token. Signed claims override those of the userinfo endpoint.
      async request({ client, tokens }) {
        const signed = (tokens as { claims(): Claims }).claims();
        const asked = client.issuer.metadata.userinfo_endpoint
          ? await client.userinfo(tokens as Parameters<typeof client.userinfo>[0])
          : {};
        return { ...asked, ...signed };
      },
    },
    httpOptions: { timeout: ISSUER_LIMITS.timeoutMs, agent: issuerAgent(issuer) },
    profile: (claims) => ({ id: claims.sub }),
  };
}
