"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AddChannel } from "@/components/notifications/add-channel";
import { ActionButton } from "@/components/shell/action-form";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { removeNotificationChannel, restoreNotificationChannel, testMail, testNotificationChannel } from "@/lib/notify/actions";
import type { ChannelView } from "@/lib/notify/data";

interface Props {
  merchantId: string;
  channels: readonly ChannelView[];
  /** The member's address; null for staff. */
  mail: string | null;
  /** What to know of mails here, if they go nowhere. */
  mailNote: ReactNode;
  readOnly: boolean;
}

/** Every place that messages go to, each with a test; and the form for one more. */
export function ChannelPanel({ merchantId, channels, mail, mailNote, readOnly }: Props) {
  const t = useTranslations("notifications.channels");
  const preferences = useTranslations("notifications.preferences");
  return (
    <Panel title={t("title")}>
      {mail === null ? null : (
        <ul>
          <Place
            name={<span className="font-medium">{mail}</span>}
            about={t("mail_to_you")}
            note={mailNote}
            buttons={
              <ActionButton size="sm" action={() => testMail(merchantId, {})} done={preferences("test_sent")}>
                {preferences("test")}
              </ActionButton>
            }
          />
        </ul>
      )}
      <FocusKeeper outcome={channels.filter(({ isRemoved }) => !isRemoved).length}>
        <ul className={`divide-y divide-line ${mail === null || channels.length === 0 ? "" : "border-line border-t"}`}>
          {channels.map((channel) => (
            <Place
              key={channel.id}
              name={<bdi className={channel.isRemoved ? "line-through" : "font-medium"}>{channel.name}</bdi>}
              about={channel.isRemoved ? t("gone") : `${t(`kinds.${channel.kind}`)} · ${channel.host}`}
              note={
                channel.kind === "webhook" && !channel.isRemoved ? (
                  <TextLink className="ml-2 text-sm" href={route(`/m/${merchantId}/settings/notifications/${channel.id}`)}>
                    {t("events")} <span className="sr-only">{channel.name}</span>
                  </TextLink>
                ) : null
              }
              buttons={readOnly ? null : <ChannelButtons merchantId={merchantId} channel={channel} />}
            />
          ))}
        </ul>
      </FocusKeeper>
      {readOnly ? null : <AddChannel merchantId={merchantId} />}
    </Panel>
  );
}

function Place({ name, about, note, buttons }: { name: ReactNode; about: string; note?: ReactNode; buttons: ReactNode }) {
  return (
    <li data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
        {name} <span className="text-ink-3 text-sm">{about}</span>
        {note}
      </span>
      {buttons}
    </li>
  );
}

function ChannelButtons({ merchantId, channel: { id: channelId, name, isRemoved } }: { merchantId: string; channel: ChannelView }) {
  const t = useTranslations("notifications.channels");
  if (isRemoved)
    return (
      <ActionButton size="sm" action={() => restoreNotificationChannel(merchantId, { channelId })} done={t("restored")}>
        {t("restore")} <span className="sr-only">{name}</span>
      </ActionButton>
    );
  return (
    <span className="flex gap-2">
      <ActionButton size="sm" action={() => testNotificationChannel(merchantId, { channelId })} done={t("test_sent")}>
        {t("test")} <span className="sr-only">{name}</span>
      </ActionButton>
      <ActionButton size="sm" variant="ghost" action={() => removeNotificationChannel(merchantId, { channelId })}>
        {t("remove")} <span className="sr-only">{name}</span>
      </ActionButton>
    </span>
  );
}
