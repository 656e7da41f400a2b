import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { systemClock } from "@/lib/base/clock";
import { type Result, refuse } from "@/lib/base/result";
import { findSessionPerson } from "@/lib/identity/auth/data";
import { revokeSession, startSession } from "@/lib/identity/auth/mutations";
import { readClaims } from "@/lib/identity/auth/oidc-claims";
import { OIDC_PROVIDER, oidcProvider } from "@/lib/identity/auth/oidc-provider";
import { classifyOidcError, type OidcRefusal, recordRefusal } from "@/lib/identity/auth/oidc-refusals";
import { type OidcSettings, oidcSettings } from "@/lib/identity/auth/oidc-settings";
import { startOidcSession } from "@/lib/identity/auth/oidc-sign-in";
import { requestBrowser, setBrowserCookie } from "@/lib/identity/auth/request";
import { signInSchema } from "@/lib/identity/auth/schema";
import type { StartedSession } from "@/lib/identity/auth/sessions";
import { callbackCookieName, cookieAttributes, decodeToken, sessionCookieName, sessionSeconds } from "@/lib/identity/auth/token";
import { log } from "@/lib/infra/log";
import { signingKeys } from "@/lib/infra/signing-keys";

/**
 * next-auth's configuration: e-mail and password, OpenID Connect if configured, and a token that contains only the session id. Evaluated on
 * the first request, never during the build.
 */
export const authOptions = (oidc: OidcSettings | null = oidcSettings()): NextAuthOptions => ({
  secret: signingKeys("next_auth")[0],
  jwt: {
    secret: signingKeys("session")[0],
    decode: ({ token }) => (token ? decodeToken(token, signingKeys("session")) : Promise.resolve(null)),
  },
  session: { strategy: "jwt", maxAge: sessionSeconds() },
  cookies: {
    sessionToken: { name: sessionCookieName(), options: cookieAttributes() },
    callbackUrl: { name: callbackCookieName(), options: cookieAttributes() },
  },
  pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
      async authorize(credentials) {
        const input = signInSchema.safeParse(credentials);
        if (!input.success) return null;
        const started = await startSession(input.data, await requestBrowser(), systemClock.now());
        if (!started.ok) return null;
        await setBrowserCookie(started.value.browserSecret);
        return { id: started.value.sessionId };
      },
    }),
    ...(oidc ? [oidcProvider(oidc)] : []),
  ],
  logger: { error: logAuthError, warn: (code) => log.warn({ code }, "next-auth"), debug: () => {} },
  callbacks: {
    async signIn({ user, account, profile }) {
      if (account?.provider !== OIDC_PROVIDER) return true;
      const started = await startByClaims(profile, oidc).catch((error: unknown) => {
        // next-auth would put the error message into the URL.
        log.error({ err: error }, "sign-in by OpenID Connect failed");
        return refuse("oidc_settings" as const);
      });
      if (!started.ok) {
        recordRefusal(started.reason);
        return false;
      }
      // The token will contain this id, as for a password sign-in.
      user.id = started.value.sessionId;
      await setBrowserCookie(started.value.browserSecret);
      return true;
    },
    jwt: ({ token, user }) => (user ? { sessionId: user.id } : { sessionId: token["sessionId"] }),
    async session({ session, token }) {
      const person = typeof token["sessionId"] === "string" ? await findSessionPerson(token["sessionId"], systemClock.now()) : null;
      return { expires: session.expires, ...(person ? { user: { name: person.name, email: person.email } } : {}) };
    },
  },
  events: {
    async signOut({ token }) {
      const sessionId = typeof token?.["sessionId"] === "string" ? token["sessionId"] : null;
      const person = sessionId === null ? null : await findSessionPerson(sessionId, systemClock.now());
      if (person) await revokeSession(person, person.sessionId, systemClock.now());
    },
  },
});

async function startByClaims(claims: unknown, oidc: OidcSettings | null): Promise<Result<StartedSession, OidcRefusal>> {
  const identity = oidc ? readClaims(claims, oidc) : refuse("oidc_settings" as const);
  const started = identity.ok ? await startOidcSession(identity.value, await requestBrowser(), systemClock.now()) : identity;
  if (!started.ok) {
    const { issuer, subject } = identity.ok ? identity.value : { issuer: oidc?.issuer, subject: null };
    log.info({ refusal: started.reason, issuer, subject }, "sign-in by OpenID Connect refused");
  }
  return started;
}

/** Logs only the message of a next-auth error: its other properties contain tokens and codes. */
function logAuthError(code: string, metadata: unknown): void {
  const error = typeof metadata === "object" && metadata !== null && "error" in metadata ? metadata.error : metadata;
  const { message, code: cause } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: undefined };
  const refusal = classifyOidcError({ message, code: cause });
  if (/OAUTH/.test(code)) recordRefusal(refusal);
  log.warn({ code, refusal, message: message.slice(0, 300), cause }, "next-auth refused");
}
