import { loadPublished } from "@/lib/addresses/loaders";
import { servePublished } from "@/lib/addresses/serve-published";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  return servePublished(request, `${JSON.stringify(await loadPublished(), null, 2)}\n`, "application/json");
}
