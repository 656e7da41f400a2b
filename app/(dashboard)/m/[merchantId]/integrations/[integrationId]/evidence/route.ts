import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import { route } from "@/lib/base/route";
import { findMerchantScope, opensData } from "@/lib/identity/accounts/loaders";
import { redirectToPage } from "@/lib/identity/auth/redirect-to-page";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";
import { findIntegrationRow } from "@/lib/integrations/data";
import { readEvidence } from "@/lib/operations/evidence/data";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ merchantId: string; integrationId: string }> },
): Promise<Response> {
  const { merchantId, integrationId } = await params;
  const scope = await findMerchantScope(merchantId);
  const row = scope && z.uuid().safeParse(integrationId).success ? await findIntegrationRow(scope, integrationId) : null;
  const refusal = scope && row ? await refuseIfSpent(scope, "export") : null;
  if (refusal) return refusal;
  const now = new Date();
  const evidence = scope && row ? await readEvidence(scope, integrationId, now) : null;
  if (!row || !evidence) return redirectToPage(request);
  if (!(await opensData(merchantId))) redirect(route(`/m/${merchantId}/reason?to=/m/${merchantId}/integrations/${integrationId}`));
  const t = await getTranslations("reports.evidence");
  const format = await getFormatter();
  const { zipEvidence } = await import("@/lib/operations/evidence/evidence-zip");
  const host = URL.canParse(row.baseUrl) ? new URL(row.baseUrl).host : "shop";
  const { name, bytes } = zipEvidence(evidence, t("note", { shop: host, when: format.dateTime(now, "moment") }), host, now);
  return new Response(bytes, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
    },
  });
}
