/**
 * For routes that answer with a file, to whoever may not have it: leads to the page that offers it, whose address is the file's own without the last
 * step. The page decides for itself: it asks to sign in and leads back as it was filtered, has staff open the merchant, or is not there.
 */
export function leadToPage(request: Request): Response {
  const { pathname, search } = new URL(request.url);
  const page = pathname.slice(0, pathname.lastIndexOf("/"));
  return new Response(null, { status: 303, headers: { location: page + search, "cache-control": "private, no-store" } });
}
