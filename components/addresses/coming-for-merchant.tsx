import { getTranslations } from "next-intl/server";
import { ComingAddressesNotice } from "@/components/addresses/coming-addresses-notice";
import { LinkButton } from "@/components/ui/link-button";
import { shopPath } from "@/lib/integrations/shop-paths";
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
