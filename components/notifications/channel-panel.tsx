"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { KindChoices } from "@/components/notifications/kind-choices";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { SelectField, TextField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/section";
import { options } from "@/components/ui/select";
import { addNotificationChannel, removeNotificationChannel, testNotificationChannel } from "@/lib/notify/actions";
import { CHANNEL_KINDS } from "@/lib/notify/channel-kinds";
import type { ChannelView } from "@/lib/notify/data";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";

interface Props {
  merchantId: string;
  channels: readonly ChannelView[];
  readOnly: boolean;
}

export function ChannelPanel({ merchantId, channels, readOnly }: Props) {
  const t = useTranslations("notifications.channels");
  const preferences = useTranslations("notifications.preferences");
  return (
    <Panel title={t("title")}>
      <p className="mb-3 text-ink-2">{t("text")}</p>
      <FocusKeeper outcome={channels.length}>
        {channels.length === 0 ? <p className="text-ink-3">{t("none")}</p> : null}
        <ul className="divide-y divide-line">
          {channels.map(({ id, name, kind, host }) => (
            <li key={id} data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
              <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
                <bdi className="font-medium">{name}</bdi>{" "}
                <span className="text-ink-3 text-sm">
                  {t(`kinds.${kind}`)} · {host}
                </span>
              </span>
              {readOnly ? null : (
                // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
                <span className="grid justify-items-start gap-2 sm:flex">
                  <ActionButton
                    size="sm"
                    action={() => testNotificationChannel(merchantId, { channelId: id })}
                    done={preferences("test_sent")}
                  >
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
              )}
            </li>
          ))}
        </ul>
      </FocusKeeper>
      {readOnly ? null : <AddChannel merchantId={merchantId} />}
    </Panel>
  );
}

function AddChannel({ merchantId }: { merchantId: string }) {
  const t = useTranslations("notifications.channels");
  const preferences = useTranslations("notifications.preferences");
  const errors = useTranslations("errors");
  const [secret, setSecret] = useState<string | null>(null);
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
          <SelectField label={t("kind")} name="kind">
            {options(CHANNEL_KINDS, (one) => t(`kinds.${one}`))}
          </SelectField>
          <TextField label={t("name")} missing={errors("name_missing")} name="name" maxLength={60} required />
        </div>
        <TextField label={t("url")} name="url" inputMode="url" autoComplete="off" required />
        <KindChoices legend={preferences("kinds")} chosen={NOTIFICATION_KINDS} />
        <SubmitButton variant="secondary" className="justify-self-start">
          {t("add")}
        </SubmitButton>
      </ActionForm>
    </>
  );
}
