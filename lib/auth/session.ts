import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { findSessionPerson } from "@/lib/auth/data";
import type { CurrentPerson } from "@/lib/auth/person";
import { decodeSession, sessionCookieName } from "@/lib/auth/token";
import { systemClock } from "@/lib/base/clock";

/** The signed-in person, or null: asked of the database once in each request, so that a revoked session ends at once. */
export const currentPerson = cache(async (): Promise<CurrentPerson | null> => {
  const sessionId = await decodeSession((await cookies()).get(sessionCookieName())?.value);
  return sessionId === null ? null : findSessionPerson(sessionId, systemClock.now());
});

/** For pages: the signed-in person, or the way to the sign-in page. The proxy adds the way back. */
export async function requirePerson(): Promise<CurrentPerson> {
  const person = await currentPerson();
  if (!person) redirect("/sign-in");
  return person;
}
