import { publishedJsonSchema } from "@/lib/addresses/published-schema";
import { servePublished } from "@/lib/addresses/serve-published";
import { publicOrigin } from "@/lib/system/public-origin";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  const schema = publishedJsonSchema(`${publicOrigin()}/addresses.schema.json`);
  return servePublished(request, `${JSON.stringify(schema, null, 2)}\n`, "application/schema+json");
}
