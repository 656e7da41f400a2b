import { Bell } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { FollowPage } from "@/components/live/follow-page";
import { MarkRead } from "@/components/notifications/mark-read";
import { NoteList } from "@/components/notifications/note-list";
import { PageCrumb } from "@/components/shell/page-crumb";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { OlderLinks } from "@/components/ui/older-links";
import { PageHeader } from "@/components/ui/page-header";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadNotes } from "@/lib/notify/loaders";

export const generateMetadata = pageTitle("notifications.bell", "title");

export default async function NotificationsPage({ params, searchParams }: PageProps<"/m/[merchantId]/notifications">) {
  const [{ merchantId }, search] = await Promise.all([params, searchParams]);
  const from = parseListCursor(search["before"]);
  const readAt = Date.now();
  const [{ entries: notes, next }, t] = await Promise.all([loadNotes(merchantId, from), getTranslations("notifications.bell")]);
  return (
    <div className="max-w-3xl">
      <FollowPage merchantId={merchantId} readAt={readAt} />
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} actions={<LinkButton href={`/m/${merchantId}/settings/emails`}>{t("settings")}</LinkButton>} />
      {notes.length === 0 ? (
        <EmptyState icon={<Bell />} title={t("none")}>
          {t("none_text")}
        </EmptyState>
      ) : (
        <NoteList key={from?.id} notes={notes} />
      )}
      <OlderLinks here={route(`/m/${merchantId}/notifications`)} name="before" at={from} next={next} label={t("title")} />
      <MarkRead merchantId={merchantId} hasNew={notes.some(({ isNew }) => isNew)} />
    </div>
  );
}
