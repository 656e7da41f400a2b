import { Plus } from "lucide-react";
import { getMessages, getTranslations } from "next-intl/server";
import { ComingForMerchant } from "@/components/addresses/coming-for-merchant";
import { EndingsSoon } from "@/components/integrations/endings-soon";
import { KnownProblem } from "@/components/integrations/known-problem";
import { ROW_TEXTS } from "@/components/integrations/row-texts";
import { Overview } from "@/components/overview/overview";
import { LinkButton } from "@/components/ui/link-button";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadOverview } from "@/lib/integrations/loaders";

export const generateMetadata = pageTitle("overview", "title");

export default async function OverviewPage({ params }: PageProps<"/m/[merchantId]">) {
  const { merchantId } = await params;
  const [{ endings, ...overview }, t] = await Promise.all([loadOverview(merchantId), getTranslations("overview")]);
  const { blockers } = (await getMessages())["causes"] as { blockers: Record<string, string> };
  return (
    <ClientMessages namespaces={["overview", ...ROW_TEXTS]}>
      <KnownProblem merchantId={merchantId} integrationId={null} />
      <ComingForMerchant merchantId={merchantId} />
      <Overview
        soon={<EndingsSoon merchantId={merchantId} endings={endings} namesShops />}
        merchantId={merchantId}
        {...overview}
        blockerNames={blockers}
        connect={
          overview.readOnly ? null : (
            <LinkButton
              variant={overview.counts.total === 0 ? "primary" : "secondary"}
              href={`/m/${merchantId}/integrations/connect`}
              icon={<Plus />}
            >
              {t("connect")}
            </LinkButton>
          )
        }
      />
    </ClientMessages>
  );
}
