import type { ReactNode } from "react";
import { loadShop } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import type { ShopPageProps } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { ShopSettingsNav } from "@/components/integrations/settings/settings-nav";
import { ProofDialog } from "@/components/settings/proof-dialog";
import { ClientMessages } from "@/lib/i18n/client-messages";

export default async function ShopSettingsLayout({ params, children }: Pick<ShopPageProps, "params"> & { children: ReactNode }) {
  const { merchantId, integrationId } = await params;
  const { row, readOnly } = await loadShop(merchantId, integrationId);
  if (readOnly) return children;
  return (
    <ClientMessages namespaces={["integrations.settings_page", "settings.proof"]}>
      <div className="grid gap-4 lg:grid-cols-[10rem_minmax(0,1fr)] lg:gap-8">
        <ShopSettingsNav name={row.name} />
        <div className="grid min-w-0 max-w-3xl content-start gap-4">{children}</div>
      </div>
      <ProofDialog />
    </ClientMessages>
  );
}
