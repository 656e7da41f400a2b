import { otherMethods } from "@/lib/api/other-methods";
import { loadPublished } from "@/lib/operations/addresses/loaders";
import { servePublished } from "@/lib/operations/addresses/serve-published";

/** Public, like `/addresses.json`. */
export const GET = async (request: Request): Promise<Response> =>
  servePublished(request, JSON.stringify(await loadPublished()), "application/json");

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
