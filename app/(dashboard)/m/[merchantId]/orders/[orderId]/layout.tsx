import type { ReactNode } from "react";
import { loadOrder } from "@/app/(dashboard)/m/[merchantId]/orders/loader";

/** Answers 404 before anything is sent. */
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
