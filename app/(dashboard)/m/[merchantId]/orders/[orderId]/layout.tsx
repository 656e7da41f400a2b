import type { ReactNode } from "react";
import { loadOrder } from "@/app/(dashboard)/m/[merchantId]/orders/loader";

/** Responds 404 before streaming starts. */
export default async function OrderLayout({
  params,
  children,
}: {
  params: Promise<{ merchantId: string; orderId: string }>;
  children: ReactNode;
}) {
  const { merchantId, orderId } = await params;
  await loadOrder(merchantId, orderId);
  return children;
}
