import "server-only";
import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { OIDC_PROVIDER } from "@/lib/identity/auth/oidc-provider";
import { withRefusal } from "@/lib/identity/auth/oidc-refusals";
import { authOptions } from "@/lib/identity/auth/options";
import { BUSY_SECONDS, passwordsAreBusy } from "@/lib/identity/auth/password";
import { requestBrowser } from "@/lib/identity/auth/request";
import { safeReturnPath, signInPath } from "@/lib/identity/auth/return-path";
import { countOidcStep } from "@/lib/identity/auth/sign-in-limits";
import { callbackCookieName } from "@/lib/identity/auth/token";
import { publicOrigin } from "@/lib/infra/public-origin";

/** Serves one of next-auth's routes. After a refused OpenID Connect sign-in the browser goes to the sign-in page with the reason. */
export async function answerAuth(request: NextRequest, path: readonly string[]): Promise<Response> {
  const [action, provider] = path;
  // This route would let any browser write to the server log.
  if (action === "_log") return new Response(null, { status: 404 });
  const callNextAuth = (): Promise<Response> => NextAuth(authOptions())(request, { params: Promise.resolve({ nextauth: [...path] }) });
  if (action === "callback" && passwordsAreBusy())
    return new Response(null, { status: 503, headers: { "retry-after": String(BUSY_SECONDS) } });
  if (provider !== OIDC_PROVIDER) return callNextAuth();
  const returnPath = await readReturnPath(request);
  if ((await countOidcStep((await requestBrowser()).address)) !== null) return backToSignIn(request, "oidc_too_many", returnPath);
  const { answer, refusal } = await withRefusal(callNextAuth);
  return refusal === null ? answer : backToSignIn(request, refusal, returnPath, answer);
}

/** The page to return to: next-auth takes it from the form that begins a sign-in, then keeps it in a cookie. */
async function readReturnPath(request: NextRequest): Promise<string | null> {
  const form = request.method === "POST" ? await request.clone().formData() : null;
  const callbackUrl = form?.get("callbackUrl") ?? (await cookies()).get(callbackCookieName())?.value;
  if (typeof callbackUrl !== "string" || !URL.canParse(callbackUrl, publicOrigin())) return null;
  const url = new URL(callbackUrl, publicOrigin());
  return url.origin === publicOrigin() ? safeReturnPath(`${url.pathname}${url.search}`) : null;
}

/** A redirect or, for next-auth's client, which posts, the URL as JSON. Keeps the cookies of `answer`, which end the attempt. */
function backToSignIn(request: NextRequest, error: string, from: string | null, answer?: Response): Response {
  const page = new URL(signInPath(from), publicOrigin());
  page.searchParams.set("error", error);
  const url = `${page.pathname}${page.search}`;
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of answer?.headers.getSetCookie() ?? []) headers.append("set-cookie", cookie);
  if (request.method === "POST") return Response.json({ url }, { headers });
  headers.set("location", url);
  return new Response(null, { status: 303, headers });
}
