import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { browserOf } from "@/lib/auth/browser";
import { findSessionPerson } from "@/lib/auth/data";
import { revokeSession, startSession } from "@/lib/auth/mutations";
import { signInSchema } from "@/lib/auth/schema";
import { SESSION_SECONDS } from "@/lib/auth/token";
import { systemClock } from "@/lib/base/clock";
import { required } from "@/lib/system/env";

/** How next-auth signs in: e-mail and password, a token that only names the session row. Read at the first request, never while building. */
export const authOptions = (): NextAuthOptions => ({
  secret: required("NEXTAUTH_SECRET"),
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
      async authorize(credentials, request) {
        const input = signInSchema.safeParse(credentials);
        if (!input.success) return null;
        const browser = browserOf((name) => headerText(request.headers?.[name]));
        const started = await startSession(input.data, browser, systemClock.now());
        return started.ok ? { id: started.value.sessionId } : null;
      },
    }),
  ],
  callbacks: {
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

const headerText = (value: unknown): string | null => (typeof value === "string" ? value : null);
