import "server-only";
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { OIDC_PROVIDER } from "@/lib/identity/auth/oidc-provider";
import { withRefusal } from "@/lib/identity/auth/oidc-trouble";
import { authOptions } from "@/lib/identity/auth/options";
import { requestBrowser } from "@/lib/identity/auth/request";
import { safeReturnPath, signInPath } from "@/lib/identity/auth/return-path";
import { countOidcStep } from "@/lib/identity/auth/sign-in-limits";
import { callbackCookieName, cookieAttributes } from "@/lib/identity/auth/token";
import { publicOrigin } from "@/lib/infra/public-origin";

/** next-auth's answer to one of its addresses. Where the issuer let nobody in, the sign-in page says why, and still knows the way to `from`. */
export async function answerAuth(request: NextRequest, path: readonly string[], from?: string | null): Promise<Response> {
  const [action, provider] = path;
  // next-auth lets browsers write into our log there.
  if (action === "_log") return new Response(null, { status: 404 });
  if (provider !== OIDC_PROVIDER) return askNextAuth(request, path);
  if ((await countOidcStep((await requestBrowser()).address)) !== null) return backToSignIn("oidc_too_many", from ?? (await wayBack()));
  const { answer, refusal } = await withRefusal(() => askNextAuth(request, path));
  return refusal === null ? answer : backToSignIn(refusal, from ?? (await wayBack()), answer);
}

const askNextAuth = (request: NextRequest, path: readonly string[]): Promise<Response> =>
  NextAuth(authOptions())(request, { params: Promise.resolve({ nextauth: [...path] }) });

/** Sends the browser to the issuer, and back to `from` afterwards. next-auth begins with a token of its own against foreign pages. */
export async function goToIssuer(from: string | null): Promise<Response> {
  const address = (path: string) => new URL(`/api/auth/${path}`, publicOrigin());
  const token = await answerAuth(new NextRequest(address("csrf")), ["csrf"]);
  const jar = await cookies();
  for (const cookie of token.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name && value !== undefined) jar.set(name, decodeURIComponent(value), cookieAttributes());
  }
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, callbackUrl: from ?? "/" });
  const begin = new NextRequest(address(`signin/${OIDC_PROVIDER}`), { method: "POST", body });
  return answerAuth(begin, ["signin", OIDC_PROVIDER], from);
}

/** Where the person wanted to be, as next-auth keeps it in the browser. */
async function wayBack(): Promise<string | null> {
  const kept = (await cookies()).get(callbackCookieName())?.value;
  const url = kept && URL.canParse(kept) ? new URL(kept) : null;
  return url?.origin === publicOrigin() ? safeReturnPath(`${url.pathname}${url.search}`) : null;
}

/** With the cookies of `answer`: next-auth may have used up what it kept. */
function backToSignIn(error: string, from: string | null, answer?: Response): Response {
  const page = new URL(signInPath(from), publicOrigin());
  page.searchParams.set("error", error);
  const response = new Response(null, {
    status: 303,
    headers: { location: `${page.pathname}${page.search}`, "cache-control": "no-store" },
  });
  for (const cookie of answer?.headers.getSetCookie() ?? []) response.headers.append("set-cookie", cookie);
  return response;
}
