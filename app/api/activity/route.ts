import { systemClock } from "@/lib/base/clock";
import { noteSessionUsed } from "@/lib/identity/auth/data";
import { isSameOrigin } from "@/lib/identity/auth/origin";
import { currentPerson } from "@/lib/identity/auth/session";
import { emptyResponse } from "@/lib/infra/empty-response";

/** Reports user input, which keeps the session alive. Other requests of an open page do not count (lib/identity/auth/session.ts). */
export async function POST(request: Request): Promise<Response> {
  const person = isSameOrigin((name) => request.headers.get(name)) ? await currentPerson() : null;
  if (person) await noteSessionUsed(person, systemClock.now());
  return emptyResponse(person ? 204 : 401);
}
