import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { Time } from "@/components/ui/time";
import { shopPath } from "@/lib/integrations/shop-paths";
import type { RefusedRehearsal } from "@/lib/operations/addresses/data";
import { loadComingAddresses } from "@/lib/operations/addresses/loaders";

/** Shown above the overview: shops that refuse addresses about to go live; nothing if all accept them. */
export async function ComingForMerchant({ merchantId }: { merchantId: string }) {
  const [{ coming }, t] = await Promise.all([loadComingAddresses(merchantId, null), getTranslations("addresses.coming")]);
  if (coming.length === 0) return null;
  return (
    <div className="mb-5 grid gap-2">
      {coming.map((one) => (
        <ComingAddressesNotice
          key={one.integrationId}
          coming={one}
          action={<LinkButton href={`${shopPath(merchantId, one.integrationId, "diagnosis")}#coming-addresses`}>{t("see")}</LinkButton>}
        />
      ))}
    </div>
  );
}

/** Warns that a shop refuses upcoming addresses. `action`: what the user can do about it. */
export function ComingAddressesNotice({ coming, action }: { coming: RefusedRehearsal; action: ReactNode }) {
  const t = useTranslations("addresses.coming");
  const format = useFormatter();
  const values = { count: coming.refused.length, addresses: format.list(coming.refused), name: coming.name };
  return (
    <Banner tone="recovering" title={t("title", values)} action={action}>
      {t.rich("text", { ...values, day: () => <Time at={coming.plannedAt} form="day" /> })}
    </Banner>
  );
}
