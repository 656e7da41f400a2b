import { describeApi } from "@/lib/api/openapi";
import { otherMethods } from "@/lib/api/other-methods";
import { publicOrigin } from "@/lib/infra/public-origin";
import { servePublished } from "@/lib/operations/addresses/serve-published";

/** Public: it describes the API and contains no data. */
export function GET(request: Request): Response {
  return servePublished(request, `${JSON.stringify(describeApi(publicOrigin()), null, 2)}\n`, "application/json");
}

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
