import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { StableList } from "@/components/live/stable-list";
import { Badge } from "@/components/ui/badge";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/lib/health/tone";
import type { NotificationKind } from "@/lib/notify/kinds";

const TONES: Record<NotificationKind, Tone> = {
  needs_you: "action_needed",
  off_soon: "action_needed",
  switched_off: "action_needed",
  addresses_refused: "recovering",
  ending_soon: "recovering",
  parcel_unassigned: "action_needed",
  recovered: "healthy",
  report_green: "healthy",
  support_answered: "working",
};

export interface ShownNote {
  id: string;
  kind: NotificationKind;
  shop: string | null;
  text: string;
  href: Route;
  at: Date;
  isNew: boolean;
}

/** Notifications, newest first: what needed action and what recovered. */
export function NoteList({ notes }: { notes: readonly ShownNote[] }) {
  const items = notes.map((one) => ({ id: one.id, version: one.text, node: <Note key={one.id} note={one} /> }));
  return <StableList kind="notes" items={items} />;
}

function Note({ note: one }: { note: ShownNote }) {
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
