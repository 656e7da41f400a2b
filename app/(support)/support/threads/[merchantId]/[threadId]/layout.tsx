import { loadStaffThread } from "@/lib/support/threads/loaders";

/** Responds 404 before streaming starts. */
export default async function StaffThreadLayout({ params, children }: LayoutProps<"/support/threads/[merchantId]/[threadId]">) {
  const { merchantId, threadId } = await params;
  await loadStaffThread(merchantId, threadId);
  return children;
}
