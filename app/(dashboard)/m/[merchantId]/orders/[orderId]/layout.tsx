import { loadOrder } from "@/app/(dashboard)/m/[merchantId]/orders/loader";

/** Responds 404 before streaming starts. */
export default async function OrderLayout({ params, children }: LayoutProps<"/m/[merchantId]/orders/[orderId]">) {
  const { merchantId, orderId } = await params;
  await loadOrder(merchantId, orderId);
  return children;
}
