import { serveScript } from "@/lib/sync/maintenance/serve-script";

/** `…/<token>/start` and `…/<token>/end`, for scripts written before the token could be sent as a header: paths end up in logs. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string; change: string }> }): Promise<Response> {
  const { token, change } = await params;
  return serveScript(request, token, change);
}
