import { loadMerchantCard } from "@/lib/support/loaders";

/** Responds 404 before streaming starts. */
export default async function SupportMerchantLayout({ params, children }: LayoutProps<"/support/merchants/[merchantId]">) {
  await loadMerchantCard((await params).merchantId);
  return children;
}
