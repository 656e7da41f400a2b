import { browserOf } from "@/lib/identity/auth/browser";
import { findSessionPerson, noteSessionUsed } from "@/lib/identity/auth/data";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import { signInPath } from "@/lib/identity/auth/return-path";
import { decodeSession, sessionCookieName } from "@/lib/identity/auth/token";
import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { systemClock } from "@/lib/base/clock";
import { PATH_HEADER } from "@/lib/base/header-names";

/**
 * Whether the browser opened a document. Event streams, live refreshes and polls are fetches: an open page must not keep an idle session
 * alive. components/shell/activity.tsx reports user input.
 */
const isNavigation = (get: (name: string) => string | null): boolean => ["document", null].includes(get("sec-fetch-dest"));

/** The signed-in person, or null. Reads the database once per request, so that a revoked session ends at once. */
export const currentPerson = cache(async (): Promise<CurrentPerson | null> => {
  const sessionId = await decodeSession((await cookies()).get(sessionCookieName())?.value);
  const now = systemClock.now();
  const person = sessionId === null ? null : await findSessionPerson(sessionId, now);
  if (!person) return null;
  const requestHeaders = await headers();
  if (isNavigation((name) => requestHeaders.get(name))) await noteSessionUsed(person, now);
  return { ...person, sourceAddress: browserOf((name) => requestHeaders.get(name)).address };
});

/** Redirects to the sign-in page, with the requested path (set by proxy.ts) to return to. */
export async function redirectToSignIn(): Promise<never> {
  redirect(signInPath((await headers()).get(PATH_HEADER)));
}

/** For pages: the signed-in person, or a redirect to the sign-in page. */
export async function requirePerson(): Promise<CurrentPerson> {
  const person = await currentPerson();
  return person ?? redirectToSignIn();
}
