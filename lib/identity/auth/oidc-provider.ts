import type { OAuthConfig } from "next-auth/providers/oauth";
import { ISSUER_LIMITS, issuerAgent } from "@/lib/identity/auth/issuer-agent";
import type { OidcSettings } from "@/lib/identity/auth/oidc-settings";
import { PROOF_MS } from "@/lib/identity/auth/session-limits";

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
    // A sign-in counts as a fresh proof, so the issuer is to ask again where its own is older.
    authorization: { params: { scope: "openid email profile", max_age: PROOF_MS / 1000 } },
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
