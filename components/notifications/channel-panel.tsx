"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { KindChoices } from "@/components/notifications/kind-choices";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { PasswordField, SelectField, TextField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/section";
import { options } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import {
  addNotificationChannel,
  removeNotificationChannel,
  restoreNotificationChannel,
  testNotificationChannel,
} from "@/lib/notify/actions";
import { CHANNEL_KINDS, CHANNELS, type ChannelKind, toChannelKind } from "@/lib/notify/channel-kinds";
import type { ChannelView } from "@/lib/notify/data";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";

interface Props {
  merchantId: string;
  channels: readonly ChannelView[];
  readOnly: boolean;
}

export function ChannelPanel({ merchantId, channels, readOnly }: Props) {
  const t = useTranslations("notifications.channels");
  return (
    <Panel title={t("title")}>
      <p className="mb-3 text-ink-2">{t("text")}</p>
      <FocusKeeper outcome={channels.filter(({ isRemoved }) => !isRemoved).length}>
        {channels.length === 0 ? <p className="text-ink-3">{t("none")}</p> : null}
        <ul className="divide-y divide-line">
          {channels.map((channel) => (
            <li key={channel.id} data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
              <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
                <bdi className={channel.isRemoved ? "line-through" : "font-medium"}>{channel.name}</bdi>{" "}
                <span className="text-ink-3 text-sm">
                  {channel.isRemoved ? t("gone") : `${t(`kinds.${channel.kind}`)} · ${channel.host}`}
                </span>
                {channel.kind === "webhook" && !channel.isRemoved ? (
                  <TextLink className="ml-2 text-sm" href={route(`/m/${merchantId}/settings/notifications/${channel.id}`)}>
                    {t("events")} <span className="sr-only">{channel.name}</span>
                  </TextLink>
                ) : null}
              </span>
              {readOnly ? null : <ChannelButtons merchantId={merchantId} channel={channel} />}
            </li>
          ))}
        </ul>
      </FocusKeeper>
      {readOnly ? null : <AddChannel merchantId={merchantId} />}
    </Panel>
  );
}

function ChannelButtons({ merchantId, channel: { id: channelId, name, isRemoved } }: { merchantId: string; channel: ChannelView }) {
  const t = useTranslations("notifications.channels");
  const preferences = useTranslations("notifications.preferences");
  if (isRemoved)
    return (
      <ActionButton size="sm" action={() => restoreNotificationChannel(merchantId, { channelId })} done={t("restored")}>
        {t("restore")} <span className="sr-only">{name}</span>
      </ActionButton>
    );
  return (
    <span className="flex gap-2">
      <ActionButton size="sm" action={() => testNotificationChannel(merchantId, { channelId })} done={preferences("test_sent")}>
        {t("test")} <span className="sr-only">{name}</span>
      </ActionButton>
      <ActionButton size="sm" variant="ghost" action={() => removeNotificationChannel(merchantId, { channelId })}>
        {t("remove")} <span className="sr-only">{name}</span>
      </ActionButton>
    </span>
  );
}

function AddChannel({ merchantId }: { merchantId: string }) {
  const t = useTranslations("notifications.channels");
  const preferences = useTranslations("notifications.preferences");
  const errors = useTranslations("errors");
  const [secret, setSecret] = useState<string | null>(null);
  const [kind, setKind] = useState<ChannelKind>("slack");
  const { url, key, hasChat } = CHANNELS[kind];
  return (
    <>
      <div role="status" className="mt-3 grid gap-2 empty:sr-only">
        {secret === null ? null : <CodeBlock code={secret} caption={t("secret")} />}
      </div>
      <ActionForm
        className="mt-4 grid gap-4 border-line border-t pt-4"
        action={(data) => addNotificationChannel(merchantId, { ...Object.fromEntries(data), kinds: data.getAll("kinds") })}
        done={(added) => setSecret(added.secret)}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label={t("kind")}
            help={t(`help.${kind}`)}
            name="kind"
            onChange={({ target }) => setKind(toChannelKind(target.value))}
          >
            {options(CHANNEL_KINDS, (one) => t(`kinds.${one}`))}
          </SelectField>
          <TextField label={t("name")} missing={errors("name_missing")} name="name" maxLength={60} required />
        </div>
        <TextField key={kind} label={t("url")} name="url" inputMode="url" autoComplete="off" defaultValue={url ?? ""} required />
        {hasChat ? <TextField label={t("chat")} name="chat" autoComplete="off" maxLength={500} required /> : null}
        {key === "required" || key === "optional" ? (
          <PasswordField
            label={t(key === "required" ? "key" : "key_optional")}
            name="key"
            autoComplete="off"
            maxLength={500}
            required={key === "required"}
          />
        ) : null}
        <KindChoices legend={preferences("kinds")} chosen={NOTIFICATION_KINDS} />
        <SubmitButton variant="secondary" className="justify-self-start">
          {t("add")}
        </SubmitButton>
      </ActionForm>
    </>
  );
}
