import { Bell } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { FollowPage } from "@/components/live/follow-page";
import { StableList } from "@/components/live/stable-list";
import { MarkRead } from "@/components/notifications/mark-read";
import { PageCrumb } from "@/components/shell/page-crumb";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { OlderLinks } from "@/components/ui/pager";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import type { Tone } from "@/lib/health/lane/tone";
import { pageTitle } from "@/lib/i18n/page-title";
import type { NotificationKind } from "@/lib/notify/kinds";
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
      <PageHeader title={t("title")} actions={<LinkButton href={`/m/${merchantId}/settings/notifications`}>{t("settings")}</LinkButton>} />
      {notes.length === 0 ? (
        <EmptyState icon={<Bell />} title={t("none")} text={t("none_text")} />
      ) : (
        <StableList
          key={from?.id}
          kind="notes"
          items={notes.map((one) => ({ id: one.id, version: one.text, node: <Note key={one.id} note={one} /> }))}
        />
      )}
      <OlderLinks here={route(`/m/${merchantId}/notifications`)} name="before" at={from} next={next} label={t("title")} />
      <MarkRead merchantId={merchantId} hasNew={notes.some(({ isNew }) => isNew)} />
    </div>
  );
}

const TONES: Record<NotificationKind, Tone> = {
  needs_you: "action_needed",
  off_soon: "action_needed",
  switched_off: "action_needed",
  addresses_refused: "recovering",
  ending_soon: "recovering",
  parcel_unassigned: "action_needed",
  recovered: "healthy",
  report_green: "healthy",
  host_answered: "working",
  support_answered: "working",
};

function Note({ note: one }: { note: Awaited<ReturnType<typeof loadNotes>>["entries"][number] }) {
  const t = useTranslations("notifications");
  return (
    <div className="flex gap-3 px-4 py-3">
      <StateShape tone={TONES[one.kind]} className="mt-[5px]" />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link prefetch={false} href={one.href} className="font-medium hover:underline">
            <bdi>{one.shop ?? t(`kind.${one.kind}`)}</bdi>
          </Link>
          {one.isNew ? <Badge tone="accent">{t("bell.new")}</Badge> : null}
          <Time at={one.at} className="ml-auto text-ink-3 text-sm" />
        </p>
        <p className="text-ink-2">{one.text}</p>
      </div>
    </div>
  );
}
