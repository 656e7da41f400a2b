import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { loadShopDiagnosis } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { ComingAddressesNotice } from "@/components/addresses/coming-for-merchant";
import { RehearseAgain } from "@/components/addresses/rehearse-again";
import { CheckSection } from "@/components/checks/check-section";
import { FixTabs } from "@/components/checks/fix-tabs";
import { ProofPair } from "@/components/checks/proof-pair";
import { ReportsPanel } from "@/components/reports/reports-panel";
import { FallbackNote } from "@/components/sync/fallback-note";
import { Panel } from "@/components/ui/section";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { displayAddress } from "@/lib/connectors/display-address";
import { addressesToAllow } from "@/lib/connectors/egress/dated-addresses";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { knownAddresses, liveOutside } from "@/lib/health/live-outside";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import type { RefusedRehearsal } from "@/lib/operations/addresses/data";
import { reportOn } from "@/lib/operations/reports/host-causes";

const NAMESPACES: readonly NestedNamespace[] = [
  "causes.fixer",
  "causes.fixer_for_staff",
  "checks.again",
  "checks.diff",
  "checks.pair",
  "checks.probe",
  "checks.use_address",
  "integrations.address",
  "reports.answers",
];

export const generateMetadata = shopMetadata("diagnosis");

export default async function ShopDiagnosis({ params, searchParams }: ShopPageProps) {
  const [{ merchantId, integrationId }, { fix }] = await Promise.all([params, searchParams]);
  const [shop, outside, t] = await Promise.all([loadShopDiagnosis(merchantId, integrationId), liveOutside(), getTranslations("checks")]);
  const { row, check, diff, fallback, coming, reports, messages, merchantName, readOnly, learned } = shop;
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
        learned={learned}
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
      <ReportsPanel {...own} reports={reports} messages={messages} source={reportOn(shop)} readOnly={readOnly} />
    </ClientMessages>
  );
}

interface ComingProps {
  coming: RefusedRehearsal;
  merchantId: string;
  readOnly: boolean;
  shopSystem: ShopSystem;
  allow: readonly string[];
}

function ComingAddresses({ coming, merchantId, readOnly, shopSystem, allow }: ComingProps) {
  const t = useTranslations("addresses.coming");
  const { result } = coming;
  const cause = result?.causes.find(({ code }) => code === "ip_blocked");
  const probe = (id: string | null) => result?.probes.find((one) => one.id === id) ?? null;
  return (
    <section id="coming-addresses" aria-label={t("label")} className="grid min-w-0 scroll-mt-4 gap-4">
      <h2 className="sr-only">{t("label")}</h2>
      <ComingAddressesNotice
        coming={coming}
        action={
          readOnly ? null : (
            <RehearseAgain
              merchantId={merchantId}
              integrationId={coming.integrationId}
              isWaiting={coming.isWaiting}
              label={t(coming.isWaiting ? "trying" : "try_again")}
            />
          )
        }
      />
      {result && cause ? (
        <details className="min-w-0 rounded-lg border border-line bg-surface px-4 py-2">
          <summary className="cursor-pointer font-medium">{t("fix")}</summary>
          <div className="grid min-w-0 gap-4 pt-3 pb-2">
            <h3 className="sr-only">{t("fix")}</h3>
            <ProofPair code={cause.code} pass={probe(cause.evidence.pass)} fail={probe(cause.evidence.fail)} />
            <FixTabs
              fixes={fixesFor(cause, {
                url: result.effectiveUrl ?? result.url,
                shopSystem,
                server: result.server.software,
                addresses: allow,
                userAgents: userAgents(shopSystem),
                methods: REQUIRED_METHODS,
              })}
            />
          </div>
        </details>
      ) : null}
    </section>
  );
}
