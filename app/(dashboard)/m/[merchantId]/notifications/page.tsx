import { Bell } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FollowPage } from "@/components/live/follow-page";
import { MarkRead } from "@/components/notifications/mark-read";
import { NoteList } from "@/components/notifications/note-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { loadNotes } from "@/lib/notifications/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications.bell"))("title") };
}

export default async function NotificationsPage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { merchantId } = await params;
  const readAt = Date.now();
  const [notes, t] = await Promise.all([loadNotes(merchantId), getTranslations("notifications.bell")]);
  return (
    <div className="max-w-3xl">
      <FollowPage merchantId={merchantId} readAt={readAt} />
      <PageHeader title={t("title")} actions={<TextLink href={`/m/${merchantId}/settings/notifications`}>{t("settings")}</TextLink>} />
      {notes.length === 0 ? (
        <EmptyState icon={<Bell aria-hidden="true" />} title={t("title")}>
          {t("none")}
        </EmptyState>
      ) : (
        <NoteList notes={notes} />
      )}
      <MarkRead merchantId={merchantId} hasNew={notes.some(({ isNew }) => isNew)} />
    </div>
  );
}
