import type { ReactNode } from "react";
import { loadMerchantCard } from "@/lib/support/loaders";

/** Responds 404 before streaming starts. */
export default async function SupportMerchantLayout({
  params,
  children,
}: {
  params: Promise<{ merchantId: string }>;
  children: ReactNode;
}) {
  await loadMerchantCard((await params).merchantId);
  return children;
}
