import { publicOrigin } from "@/lib/infra/public-origin";
import { loadPublished } from "@/lib/operations/addresses/loaders";
import { servePublished } from "@/lib/operations/addresses/serve-published";

export async function GET(request: Request): Promise<Response> {
  const published = { $schema: `${publicOrigin()}/addresses.schema.json`, ...(await loadPublished()) };
  return servePublished(request, `${JSON.stringify(published, null, 2)}\n`, "application/json");
}
