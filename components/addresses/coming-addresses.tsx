import { useTranslations } from "next-intl";
import { ComingAddressesNotice } from "@/components/addresses/coming-for-merchant";
import { RehearseAgain } from "@/components/addresses/rehearse-again";
import { FixTabs } from "@/components/checks/fix-tabs";
import { ProofPair } from "@/components/checks/proof-pair";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { RefusedRehearsal } from "@/lib/operations/addresses/data";

interface ComingProps {
  coming: RefusedRehearsal;
  merchantId: string;
  readOnly: boolean;
  shopSystem: ShopSystem;
  allow: readonly string[];
}

export function ComingAddresses({ coming, merchantId, readOnly, shopSystem, allow }: ComingProps) {
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
