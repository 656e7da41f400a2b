import type { NextRequest } from "next/server";
import { goToIssuer } from "@/lib/identity/auth/next-auth";
import { oidcSettings } from "@/lib/identity/auth/oidc-settings";
import { safeReturnPath, signInPath } from "@/lib/identity/auth/return-path";

/** The way to the issuer, from a link of the sign-in page. Other sites send nobody there without a press of their own. */
export async function GET(request: NextRequest): Promise<Response> {
  const from = safeReturnPath(request.nextUrl.searchParams.get("from"));
  const isForeign = ["cross-site", "same-site"].includes(request.headers.get("sec-fetch-site") ?? "");
  if (isForeign || !oidcSettings()) return new Response(null, { status: 303, headers: { location: signInPath(from) } });
  return goToIssuer(from);
}
