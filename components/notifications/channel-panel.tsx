"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { addNotificationChannel, removeNotificationChannel, testNotificationChannel } from "@/components/notifications/actions";
import { KindChoices } from "@/components/notifications/kind-choices";
import { ActionButton } from "@/components/shell/action-button";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { SelectField, TextField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { options } from "@/components/ui/options";
import { Panel } from "@/components/ui/panel";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { CHANNEL_KINDS, type ChannelKind, toChannelKind } from "@/lib/notify/channel-kinds";
import type { ChannelView } from "@/lib/notify/data";
import { NOTIFICATION_KINDS, type NotificationKind } from "@/lib/notify/kinds";

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
      <FocusKeeper outcome={channels.length}>
        {channels.length === 0 ? <p className="text-ink-3">{t("none")}</p> : null}
        <ul className="divide-y divide-line">
          {channels.map((channel) => (
            <li key={channel.id} data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
              <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
                <bdi className="font-medium">{channel.name}</bdi>{" "}
                <span className="text-ink-3 text-sm">
                  {t(`kinds.${channel.kind}`)} · {channel.host}
                </span>
              </span>
              {readOnly ? null : <ChannelActions merchantId={merchantId} channel={channel} />}
            </li>
          ))}
        </ul>
      </FocusKeeper>
      {readOnly ? null : <AddChannel merchantId={merchantId} />}
    </Panel>
  );
}

function ChannelActions({ merchantId, channel: { id, name } }: { merchantId: string; channel: ChannelView }) {
  const t = useTranslations("notifications.channels");
  const preferences = useTranslations("notifications.preferences");
  return (
    // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
    <span className="grid justify-items-start gap-2 sm:flex">
      <ActionButton size="sm" action={() => testNotificationChannel(merchantId, { channelId: id })} done={preferences("test_sent")}>
        {t("test")} <span className="sr-only">{name}</span>
      </ActionButton>
      <ActionButton
        confirm
        size="sm"
        variant="ghost"
        action={() => removeNotificationChannel(merchantId, { channelId: id })}
        done={t("removed")}
      >
        {t("remove")} <span className="sr-only">{name}</span>
      </ActionButton>
    </span>
  );
}

function AddChannel({ merchantId }: { merchantId: string }) {
  const t = useTranslations("notifications.channels");
  const preferences = useTranslations("notifications.preferences");
  const errors = useTranslations("errors");
  const { run, pending, fields } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  const [kind, setKind] = useState<ChannelKind>("slack");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [kinds, setKinds] = useState<readonly NotificationKind[]>(NOTIFICATION_KINDS);
  const [secret, setSecret] = useState<string | null>(null);
  const errorOf = (field: string): string | null => {
    const code = fields[field];
    return code === undefined ? null : errors(errors.has(code) ? code : "field_invalid");
  };
  function add(event: FormEvent): void {
    event.preventDefault();
    run(
      () => addNotificationChannel(merchantId, { kind, name, url, kinds }),
      (added) => {
        setSecret(added.secret);
        setName("");
        setUrl("");
      },
    );
  }
  return (
    <>
      <div role="status" className="mt-3 grid gap-2 empty:sr-only">
        {secret === null ? null : <CodeBlock code={secret} caption={t("secret")} />}
      </div>
      <form ref={form} method="post" onSubmit={add} className="mt-4 grid gap-4 border-line border-t pt-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField label={t("kind")} value={kind} onChange={(event) => setKind(toChannelKind(event.target.value))}>
            {options(CHANNEL_KINDS, (one) => t(`kinds.${one}`))}
          </SelectField>
          <TextField
            label={t("name")}
            error={errorOf("name")}
            missing={errors("name_missing")}
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={60}
            required
          />
        </div>
        <TextField
          label={t("url")}
          error={errorOf("url")}
          inputMode="url"
          autoComplete="off"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          required
        />
        <KindChoices legend={preferences("kinds")} chosen={kinds} onChange={setKinds} error={errorOf("kinds")} />
        <Button type="submit" pending={pending} className="justify-self-start">
          {t("add")}
        </Button>
      </form>
    </>
  );
}
