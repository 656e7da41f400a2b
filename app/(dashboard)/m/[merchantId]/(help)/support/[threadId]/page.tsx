import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FollowPage } from "@/components/live/follow-page";
import { PageCrumb } from "@/components/shell/page-crumb";
import { Conversation, Solution } from "@/components/threads/conversation";
import { EvidenceView } from "@/components/threads/evidence-view";
import { MarkRead } from "@/components/threads/mark-read";
import { ReplyForm } from "@/components/threads/thread-forms";
import { ThreadStatusMark } from "@/components/threads/thread-status-mark";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { Toaster } from "@/components/ui/toaster";
import { route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadThread } from "@/lib/support/threads/loaders";

export async function generateMetadata({ params }: PageProps<"/m/[merchantId]/support/[threadId]">): Promise<Metadata> {
  const { merchantId, threadId } = await params;
  return { title: (await loadThread(merchantId, threadId)).thread.firstWords };
}

export default async function ThreadPage({ params }: PageProps<"/m/[merchantId]/support/[threadId]">) {
  const { merchantId, threadId } = await params;
  const readAt = Date.now();
  const [{ thread, readOnly, isStaff }, t] = await Promise.all([loadThread(merchantId, threadId), getTranslations("threads")]);
  const shopPage = thread.integrationId === null ? null : route(`/m/${merchantId}/integrations/${thread.integrationId}`);
  return (
    <ClientMessages namespaces={["threads"]}>
      <FollowPage merchantId={merchantId} readAt={readAt} />
      {isStaff ? null : (
        <MarkRead merchantId={merchantId} threadId={thread.id} side="merchant" until={thread.lastMessageAt.toISOString()} />
      )}
      <Toaster />
      <PageCrumb>{thread.shop ?? t("about.merchant")}</PageCrumb>
      <PageHeader
        title={<bdi>{thread.firstWords}</bdi>}
        description={
          <span className="flex flex-wrap items-center gap-x-3">
            <ThreadStatusMark status={thread.status} reader="merchant" />
            {shopPage && thread.shop ? <TextLink href={shopPage}>{thread.shop}</TextLink> : null}
          </span>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <div className="grid gap-4">
          <Conversation messages={thread.messages} />
          <Solution solution={thread.solution} href={shopPage} />
          {readOnly || isStaff ? null : <ReplyForm merchantId={merchantId} threadId={thread.id} />}
        </div>
        {thread.evidence ? (
          <Panel title={t("ask.attached")}>
            <EvidenceView evidence={thread.evidence} />
          </Panel>
        ) : null}
      </div>
    </ClientMessages>
  );
}
