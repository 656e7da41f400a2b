import { useParams } from "next/navigation";

/** Merchant and shop of a shop's page, from its address. */
export const useShopIds = () => useParams<{ merchantId: string; integrationId: string }>();
