import { serveScript } from "@/lib/sync/maintenance/serve-script";

/** `…/<token>/start` and `…/<token>/end`, for scripts older than the header: paths end up in logs, so new scripts send the token there. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string; change: string }> }): Promise<Response> {
  const { token, change } = await params;
  return serveScript(request, token, change);
}
