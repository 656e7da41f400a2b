import { outsideConfig } from "@/lib/egress/config";
import { publishRequirements } from "@/lib/egress/published";
import { servePublished } from "@/lib/egress/serve-published";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  return servePublished(request, `${JSON.stringify(publishRequirements(outsideConfig().egress), null, 2)}\n`, "application/json");
}
