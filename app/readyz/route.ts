import { answerReadiness, webReadiness } from "@/lib/infra/observe/readiness";

/** Whether a proxy may send requests here. The body names the reason when it may not. */
export async function GET(request: Request): Promise<Response> {
  const { status, text } = await answerReadiness(webReadiness, new URL(request.url).searchParams);
  return new Response(text, { status, headers: { "cache-control": "no-store" } });
}
