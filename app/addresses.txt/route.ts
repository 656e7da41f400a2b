import { outsideConfig } from "@/lib/egress/config";
import { addressLines, publishRequirements } from "@/lib/egress/published";
import { servePublished } from "@/lib/egress/serve-published";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  return servePublished(request, addressLines(publishRequirements(outsideConfig().egress)), "text/plain; charset=utf-8");
}
