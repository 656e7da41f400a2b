import { publicOrigin } from "@/lib/infra/public-origin";
import { publishedJsonSchema } from "@/lib/operations/addresses/published";
import { servePublished } from "@/lib/operations/addresses/serve-published";

export function GET(request: Request): Response {
  const schema = publishedJsonSchema(`${publicOrigin()}/addresses.schema.json`);
  return servePublished(request, `${JSON.stringify(schema, null, 2)}\n`, "application/schema+json");
}
