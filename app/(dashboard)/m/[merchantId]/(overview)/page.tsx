import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import { ComingForMerchant } from "@/components/addresses/coming-for-merchant";
import { KnownProblem } from "@/components/fleet/known-problem";
import { ROW_TEXTS } from "@/components/integrations/row-texts";
import { Overview } from "@/components/overview/overview";
import { LinkButton } from "@/components/ui/link-button";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { byEffect } from "@/lib/integrations/effect";
import { loadOverview } from "@/lib/integrations/loaders";
import { packRows } from "@/lib/integrations/packed-rows";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { merchantId } = await params;
  const [{ rows, readOnly, stepsHidden, notificationsChosen }, t] = await Promise.all([
    loadOverview(merchantId),
    getTranslations("overview"),
  ]);
  const { blockers } = (await getMessages())["causes"] as { blockers: Record<string, string> };
  return (
    <ClientMessages namespaces={["overview", ...ROW_TEXTS]}>
      <KnownProblem merchantId={merchantId} integrationId={null} />
      <ComingForMerchant merchantId={merchantId} />
      <Overview
        merchantId={merchantId}
        packedRows={packRows(rows.toSorted(byEffect))}
        blockerNames={blockers}
        readOnly={readOnly}
        stepsHidden={stepsHidden}
        notificationsChosen={notificationsChosen}
        connect={
          readOnly ? null : (
            <LinkButton variant={rows.length === 0 ? "primary" : "secondary"} href={`/m/${merchantId}/integrations/connect`}>
              <Plus aria-hidden="true" />
              {t("connect")}
            </LinkButton>
          )
        }
      />
    </ClientMessages>
  );
}
