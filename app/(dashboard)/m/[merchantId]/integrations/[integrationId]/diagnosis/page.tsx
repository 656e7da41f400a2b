import { getTranslations } from "next-intl/server";
import { loadShopDiagnosis } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { ComingAddresses } from "@/components/addresses/coming-addresses";
import { CheckSection } from "@/components/checks/check-section";
import { ReportsPanel } from "@/components/reports/reports-panel";
import { FallbackNote } from "@/components/sync/fallback-note";
import { Panel } from "@/components/ui/section";
import { addressesToAllow } from "@/lib/connectors/egress/dated-addresses";
import { displayAddress } from "@/lib/connectors/shop-address";
import { knownAddresses, liveOutside } from "@/lib/health/live-outside";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { reportOn } from "@/lib/operations/reports/host-causes";

const NAMESPACES: readonly NestedNamespace[] = [
  "causes.fixer",
  "causes.fixer_for_staff",
  "checks.again",
  "checks.pair",
  "checks.probe",
  "checks.use_address",
  "integrations.address",
];

export const generateMetadata = shopMetadata("diagnosis");

export default async function ShopDiagnosis({ params, searchParams }: ShopPageProps) {
  const [{ merchantId, integrationId }, { fix }] = await Promise.all([params, searchParams]);
  const [shop, outside, t] = await Promise.all([loadShopDiagnosis(merchantId, integrationId), liveOutside(), getTranslations("checks")]);
  const { row, check, diff, fallback, coming, reports, merchantName, readOnly } = shop;
  const own = { merchantId, integrationId: row.id };
  return (
    <ClientMessages namespaces={NAMESPACES}>
      {fallback ? (
        <Panel title={t("workaround")}>
          <FallbackNote {...own} fallback={fallback} readOnly={readOnly} />
        </Panel>
      ) : null}
      <CheckSection
        {...own}
        check={check}
        diff={diff}
        shopSystem={row.shopSystem}
        addresses={outside.egress.addresses}
        readOnly={readOnly}
        report={{ shopName: displayAddress(row.baseUrl), merchantName }}
        otherFix={typeof fix === "string" ? fix : null}
      />
      {coming ? (
        <ComingAddresses
          coming={coming}
          merchantId={merchantId}
          readOnly={readOnly}
          shopSystem={row.shopSystem}
          allow={addressesToAllow(outside.egress, await knownAddresses(), new Date())}
        />
      ) : null}
      <ReportsPanel {...own} reports={reports} source={reportOn(shop)} readOnly={readOnly} />
    </ClientMessages>
  );
}
