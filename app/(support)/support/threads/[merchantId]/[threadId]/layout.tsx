import type { ReactNode } from "react";
import { loadStaffThread } from "@/lib/support/threads/loaders";

/** Responds 404 before streaming starts. */
export default async function StaffThreadLayout({
  params,
  children,
}: {
  params: Promise<{ merchantId: string; threadId: string }>;
  children: ReactNode;
}) {
  const { merchantId, threadId } = await params;
  await loadStaffThread(merchantId, threadId);
  return children;
}
