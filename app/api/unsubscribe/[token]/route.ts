import { NextResponse } from "next/server";
import { publicOrigin } from "@/lib/infra/public-origin";
import { unsubscribe } from "@/lib/notify/mutations";
import { readUnsubscribeToken } from "@/lib/notify/unsubscribe-token";

type Context = { params: Promise<{ token: string }> };

/** One-click unsubscribe of mail clients (RFC 8058): no session, no confirmation; the signed token authorizes the request. */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
  const subscription = readUnsubscribeToken((await params).token);
  if (!subscription) return new Response(null, { status: 404 });
  await unsubscribe(subscription);
  return new Response(null, { status: 204 });
}

/** Link scanners must not unsubscribe: GET redirects to a page that asks. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return NextResponse.redirect(`${publicOrigin()}/unsubscribe/${encodeURIComponent((await params).token)}`, 303);
}
