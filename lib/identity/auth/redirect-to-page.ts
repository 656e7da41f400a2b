/**
 * For downloads that the caller may not access: redirects to the page that offers the file, whose path is the file's without its last
 * segment. That page asks for sign-in or a reason, or responds with 404.
 */
export function redirectToPage(request: Request): Response {
  const { pathname, search } = new URL(request.url);
  const page = pathname.slice(0, pathname.lastIndexOf("/"));
  return new Response(null, { status: 303, headers: { location: page + search, "cache-control": "private, no-store" } });
}
