import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ShopRow } from "@/app/(support)/support/shop-row";
import { FollowConsole } from "@/components/live/follow-page";
import { StaffReply } from "@/components/macros/staff-reply";
import { PageCrumb } from "@/components/shell/page-crumb";
import { Conversation, Solution } from "@/components/threads/conversation";
import { EvidenceView } from "@/components/threads/evidence-view";
import { MarkRead } from "@/components/threads/mark-read";
import { SolveForm } from "@/components/threads/thread-forms";
import { ThreadStatusMark } from "@/components/threads/thread-status-mark";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { PageHeader } from "@/components/ui/page-header";
import { Panel, Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Toaster } from "@/components/ui/toaster";
import { route } from "@/lib/base/route";
import { CAUSE_CODES } from "@/lib/check/causes";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadStaffThread } from "@/lib/support/threads/loaders";

export async function generateMetadata({ params }: PageProps<"/support/threads/[merchantId]/[threadId]">): Promise<Metadata> {
  const { merchantId, threadId } = await params;
  return { title: (await loadStaffThread(merchantId, threadId)).thread.firstWords };
}

export default async function StaffThreadPage({ params }: PageProps<"/support/threads/[merchantId]/[threadId]">) {
  const { merchantId, threadId } = await params;
  const readAt = Date.now();
  const page = await loadStaffThread(merchantId, threadId);
  const t = await getTranslations("threads");
  const causes = anyKey(await getTranslations("causes"));
  const { thread, merchantName, row, solved, suggestedCauses, mayAnswer } = page;
  const merchantPage = `/support/merchants/${merchantId}` as const;
  const shopPage = thread.integrationId === null ? null : route(`${merchantPage}?to=/m/${merchantId}/integrations/${thread.integrationId}`);
  const codes = [...suggestedCauses, ...CAUSE_CODES.filter((code) => !suggestedCauses.includes(code))];
  return (
    <ClientMessages namespaces={["states", "integrations", "sync", "overview", "threads", "macros"]}>
      <FollowConsole merchantId={merchantId} readAt={readAt} />
      {mayAnswer ? <MarkRead merchantId={merchantId} threadId={thread.id} side="staff" until={thread.lastMessageAt.toISOString()} /> : null}
      <Toaster />
      <PageCrumb>{merchantName}</PageCrumb>
      <PageHeader
        title={<bdi>{thread.firstWords}</bdi>}
        description={
          <span className="flex flex-wrap items-center gap-x-3">
            <ThreadStatusMark status={thread.status} reader="staff" />
            <TextLink href={merchantPage}>{merchantName}</TextLink>
          </span>
        }
      />
      <FocusKeeper className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="grid gap-4">
          <Conversation messages={thread.messages} />
          <Solution solution={thread.solution} href={shopPage} />
          {mayAnswer ? <StaffReply merchantId={merchantId} integrationId={thread.integrationId} threadId={thread.id} /> : null}
        </div>
        <div className="grid gap-4">
          {row && shopPage ? (
            <Section title={t("now")}>
              <ul className="overflow-hidden rounded-lg border border-line bg-surface">
                <ShopRow row={row} merchantName={null} href={shopPage} narrow />
              </ul>
            </Section>
          ) : null}
          {thread.evidence ? (
            <Panel title={t("then")}>
              <EvidenceView evidence={thread.evidence} />
            </Panel>
          ) : null}
          {solved.length === 0 ? null : (
            <Panel title={t("solved_elsewhere.title")}>
              <ul className="divide-y divide-line">
                {solved.map(({ id, fix, by, at, ...of }) => (
                  <li key={id} className="py-2 [overflow-wrap:anywhere] first:pt-0 last:pb-0">
                    <TextLink href={`/support/threads/${of.merchantId}/${id}`}>{fix}</TextLink>
                    <p className="text-ink-3 text-sm">
                      <bdi>{of.merchantName}</bdi> · <bdi>{by}</bdi> · <Time at={at} />
                    </p>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {thread.status === "solved" || !mayAnswer ? null : (
            <Panel title={t("solve.title")}>
              <SolveForm
                merchantId={merchantId}
                threadId={thread.id}
                isAboutShop={thread.integrationId !== null}
                causes={codes.map((code) => ({ code, name: nameCause(causes, code) }))}
              />
            </Panel>
          )}
        </div>
      </FocusKeeper>
    </ClientMessages>
  );
}
