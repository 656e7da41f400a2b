import { webReadiness } from "@/lib/infra/observe/web-readiness";

export const dynamic = "force-dynamic";

/** Whether a proxy may send requests here. The body names the reason when it may not. */
export async function GET(): Promise<Response> {
  const reason = await webReadiness();
  const headers = { "cache-control": "no-store" };
  return reason === null ? new Response("ready\n", { headers }) : new Response(`${reason}\n`, { status: 503, headers });
}
