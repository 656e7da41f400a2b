import type { ReactNode } from "react";
import { loadMerchantCard } from "@/lib/support/loaders";

/** Answers 404 before anything is sent. */
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
