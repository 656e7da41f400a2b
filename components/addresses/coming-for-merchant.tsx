import { ComingAddresses, ComingAddressesNotice } from "@/components/addresses/coming-addresses";
import { loadComingAddresses } from "@/lib/addresses/loaders";
import type { Platform } from "@/lib/shops/platforms";

/** Above a merchant's overview: every shop that refuses addresses which are about to go live; nothing where all pass. */
export async function ComingForMerchant({ merchantId }: { merchantId: string }) {
  const { coming, readOnly } = await loadComingAddresses(merchantId, null);
  if (coming.length === 0) return null;
  return (
    <div className="mb-5 grid gap-2">
      {coming.map((one) => (
        <ComingAddressesNotice key={one.integrationId} coming={one} merchantId={merchantId} readOnly={readOnly} isOwnPage={false} />
      ))}
    </div>
  );
}

/** The same on the page of one shop, with proof and fix. */
export async function ComingForShop({
  merchantId,
  integrationId,
  platform,
}: {
  merchantId: string;
  integrationId: string;
  platform: Platform;
}) {
  const { coming, readOnly, allow } = await loadComingAddresses(merchantId, integrationId);
  const [one] = coming;
  return one ? <ComingAddresses coming={one} merchantId={merchantId} readOnly={readOnly} platform={platform} allow={allow} /> : null;
}
