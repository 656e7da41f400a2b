import { loadPublished } from "@/lib/operations/addresses/loaders";
import { addressLines } from "@/lib/operations/addresses/published";
import { servePublished } from "@/lib/operations/addresses/serve-published";

export async function GET(request: Request): Promise<Response> {
  return servePublished(request, addressLines(await loadPublished()), "text/plain; charset=utf-8");
}
