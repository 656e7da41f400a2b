import { answerReadiness, webReadiness } from "@/lib/infra/observe/readiness";

/** Readiness: whether a proxy may send requests here. If not, the body names the reason. */
export async function GET(request: Request): Promise<Response> {
  const { status, text } = await answerReadiness(webReadiness, new URL(request.url).searchParams);
  return new Response(text, { status, headers: { "cache-control": "no-store" } });
}
