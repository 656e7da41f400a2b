import { NextResponse } from "next/server";
import { publicOrigin } from "@/lib/infra/public-origin";
import { unsubscribe } from "@/lib/notify/mutations";
import { readUnsubscribeToken } from "@/lib/notify/unsubscribe-token";

type Context = { params: Promise<{ token: string }> };

/** What a mail program's own "unsubscribe" sends (RFC 8058): no session, no question; the signed token is the proof. */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
  const subscription = readUnsubscribeToken((await params).token);
  if (!subscription) return new Response(null, { status: 404 });
  await unsubscribe(subscription);
  return new Response(null, { status: 204 });
}

/** Programs that look at links before a person does must stop nothing: a look leads to the page that asks. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return NextResponse.redirect(`${publicOrigin()}/unsubscribe/${encodeURIComponent((await params).token)}`, 303);
}
