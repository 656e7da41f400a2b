import { loadThread } from "@/lib/support/threads/loaders";

/** Responds 404 before streaming starts. */
export default async function ThreadLayout({ params, children }: LayoutProps<"/m/[merchantId]/support/[threadId]">) {
  const { merchantId, threadId } = await params;
  await loadThread(merchantId, threadId);
  return children;
}
