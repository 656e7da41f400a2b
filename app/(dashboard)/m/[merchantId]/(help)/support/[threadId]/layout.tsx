import type { ReactNode } from "react";
import { loadThread } from "@/lib/support/threads/loaders";

/** Responds 404 before streaming starts. */
export default async function ThreadLayout({
  params,
  children,
}: {
  params: Promise<{ merchantId: string; threadId: string }>;
  children: ReactNode;
}) {
  const { merchantId, threadId } = await params;
  await loadThread(merchantId, threadId);
  return children;
}
