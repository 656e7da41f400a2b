import { ComingAddresses } from "@/components/addresses/coming-addresses";
import type { Platform } from "@/lib/connectors/platforms";
import { loadComingAddresses } from "@/lib/operations/addresses/loaders";

/** Addresses about to go live that this shop refuses, with proof and fix; nothing where all pass. */
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
