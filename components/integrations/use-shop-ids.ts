import { useParams } from "next/navigation";

/** Merchant and shop ids from the URL of a shop's page. */
export const useShopIds = () => useParams<{ merchantId: string; integrationId: string }>();
