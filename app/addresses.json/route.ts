import { loadPublished } from "@/lib/addresses/loaders";
import { servePublished } from "@/lib/addresses/serve-published";
import { publicOrigin } from "@/lib/system/public-origin";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  const published = { $schema: `${publicOrigin()}/addresses.schema.json`, ...(await loadPublished()) };
  return servePublished(request, `${JSON.stringify(published, null, 2)}\n`, "application/json");
}
