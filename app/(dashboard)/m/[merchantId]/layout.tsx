import type { ReactNode } from "react";
import { loadMerchantContext } from "@/lib/accounts/loaders";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { MERCHANT_NAMESPACES } from "@/lib/i18n/namespaces";

export default async function MerchantLayout({ params, children }: { params: Promise<{ merchantId: string }>; children: ReactNode }) {
  const { merchantId } = await params;
  const context = await loadMerchantContext(merchantId);
  return (
    <ClientMessages namespaces={MERCHANT_NAMESPACES}>
      <p className="p-2">{context.merchant.name}</p>
      <main className="mx-auto max-w-[1200px] p-4">{children}</main>
    </ClientMessages>
  );
}
