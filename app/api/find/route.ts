import type { NextRequest } from "next/server";
import { enterMerchant } from "@/lib/identity/accounts/loaders";
import { findByText } from "@/lib/integrations/list/find-by-text";

/** Shops and orders for the command palette. A route, not an action, so that the next keystroke can abort it. */
export async function GET(request: NextRequest): Promise<Response> {
  const search = request.nextUrl.searchParams;
  const entry = await enterMerchant(search.get("merchant") ?? "");
  if (entry.kind !== "scope") return new Response(null, { status: entry.kind === "signed_out" ? 401 : 404 });
  return Response.json(await findByText(entry.scope, search.get("q") ?? "", entry.opensData), { headers: { "cache-control": "no-store" } });
}
