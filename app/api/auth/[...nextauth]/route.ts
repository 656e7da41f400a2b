import { NextRequest } from "next/server";
import { answerAuth } from "@/lib/identity/auth/next-auth";
import { AUTH_BYTES } from "@/lib/infra/body-limits";
import { readRequestBody } from "@/lib/infra/read-request-body";

type Context = { params: Promise<{ nextauth: string[] }> };

export const GET = async (request: NextRequest, { params }: Context): Promise<Response> => answerAuth(request, (await params).nextauth);

/** next-auth buffers the whole body, so it is limited here. */
export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  const body = await readRequestBody(request, AUTH_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  const { method, headers } = request;
  return answerAuth(new NextRequest(request.url, { method, headers, body: Buffer.from(body) }), (await params).nextauth);
}
