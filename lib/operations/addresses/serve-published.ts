import { entityTag } from "@/lib/operations/addresses/published";

/** A public, cacheable text with an ETag: a client that polls every hour costs a few hundred bytes. */
export function servePublished(request: Request, text: string, contentType: string): Response {
  const tag = entityTag(text);
  const headers = { etag: tag, "cache-control": "public, max-age=300", "access-control-allow-origin": "*" };
  const known = (request.headers.get("if-none-match") ?? "").split(",").map((entry) => entry.trim().replace(/^W\//, ""));
  if (known.includes(tag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": contentType } });
}
