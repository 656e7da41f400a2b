import { redirect } from "next/navigation";
import { z } from "zod";
import { route } from "@/lib/base/route";
import { findMerchantScope, opensData } from "@/lib/identity/accounts/loaders";
import { findAttachment } from "@/lib/operations/reports/answers/data";
import { serveAttachment } from "@/lib/operations/reports/answers/serve-attachment";

/** A file that a hosting provider attached to its answer. */
export async function GET(_request: Request, { params }: { params: Promise<{ merchantId: string; fileId: string }> }): Promise<Response> {
  const { merchantId, fileId } = await params;
  const scope = await findMerchantScope(merchantId);
  const file = scope && z.uuid().safeParse(fileId).success ? await findAttachment(scope, fileId, null) : null;
  if (!file) return new Response(null, { status: 404 });
  if (!(await opensData(merchantId))) redirect(route(`/m/${merchantId}/reason?to=/m/${merchantId}/integrations`));
  return serveAttachment(file);
}
