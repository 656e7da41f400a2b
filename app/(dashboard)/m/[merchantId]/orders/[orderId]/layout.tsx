import type { ReactNode } from "react";
import { loadOrder } from "@/lib/orders/loaders";

/** Asks before anything is sent whether there is such an order: once the frame is on its way, the answer can no longer be 404. */
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
