"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SelectField, TextField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { Table } from "@/components/ui/table";
import { storeNotificationChoices } from "@/lib/notify/actions";
import type { ChannelView } from "@/lib/notify/data";
import { GROUPINGS, NOTIFICATION_KINDS, type NotificationKind } from "@/lib/notify/kinds";
import type { NotificationPreferences } from "@/lib/notify/notification-preferences";
import type { MessagePreview, PreviewKind } from "@/lib/notify/preview-messages";

interface Props {
  merchantId: string;
  /** Null for staff, who get no mails of a merchant. */
  mine: NotificationPreferences | null;
  channels: readonly ChannelView[];
  previews: Record<PreviewKind, MessagePreview>;
  /** Whether the channels, which belong to the merchant, stay as they are. */
  readOnly: boolean;
}

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** What is chosen stays while mails are off: the browser sends no disabled boxes. */
function preferencesIn(data: FormData, { kinds, weekly }: NotificationPreferences) {
  const mail = data.has("mail");
  const [from, to] = [String(data.get("from")), String(data.get("to"))];
  const quiet = from === to || from === "" || to === "" ? null : { from: minuteOf(from), to: minuteOf(to) };
  const chosen = mail ? { kinds: data.getAll("mine"), weekly: data.has("weekly") } : { kinds, weekly };
  return { mail, ...chosen, grouping: data.get("grouping"), quiet };
}

/** Only what changed: another member may choose for another channel meanwhile. */
const changedChannels = (data: FormData, channels: readonly ChannelView[]) =>
  channels
    .map(({ id, kinds }) => ({ channelId: id, kinds: data.getAll(id), before: kinds }))
    .filter(({ kinds, before }) => kinds.join() !== before.join())
    .map(({ channelId, kinds }) => ({ channelId, kinds }));

/** What is sent where and when: a row for each kind of message, a column for the member's mail and for each channel. */
export function NotificationChoicesForm({ merchantId, mine, channels, previews, readOnly }: Props) {
  const t = useTranslations("notifications");
  const [mail, setMail] = useState(mine?.mail ?? false);
  const cell = (name: string, where: string, kind: NotificationKind, isChosen: boolean, isOff: boolean) => (
    <td key={name} className="text-center align-top">
      <label className="grid min-h-10 min-w-12 cursor-pointer place-items-center">
        <span className="sr-only">{t("matrix.cell", { what: t(`kind.${kind}`), where })}</span>
        <input type="checkbox" className="tick" name={name} value={kind} defaultChecked={isChosen} disabled={isOff} />
      </label>
    </td>
  );
  return (
    <ActionForm
      className="grid gap-5"
      action={(data) =>
        storeNotificationChoices(merchantId, {
          mine: mine && preferencesIn(data, mine),
          channels: readOnly ? [] : changedChannels(data, channels),
        })
      }
      done={t("preferences.saved")}
      // Keep the values that were just saved.
      onReset={(event) => event.preventDefault()}
    >
      {mine ? (
        <Checkbox label={t("preferences.mail")} name="mail" checked={mail} onChange={({ target }) => setMail(target.checked)} />
      ) : (
        <p className="text-ink-2">{t("preferences.staff")}</p>
      )}
      <div className="grid gap-2">
        <Table
          label={t("matrix.what")}
          columns={[
            { id: "what", name: t("matrix.what"), className: STUCK },
            ...(mine ? [{ id: "mail", name: t("matrix.mail"), className: "text-center" }] : []),
            ...channels.map(({ id, name }) => ({
              id,
              name: <bdi>{name}</bdi>,
              className: "max-w-32 truncate text-center max-sm:max-w-20 max-sm:px-1",
            })),
          ]}
        >
          {NOTIFICATION_KINDS.map((kind) => (
            <tr key={kind}>
              <Preview label={t(`kind.${kind}`)} preview={previews[kind]} />
              {mine ? cell("mine", t("matrix.mail"), kind, mine.kinds.includes(kind), !mail) : null}
              {channels.map(({ id, name, kinds }) => cell(id, name, kind, kinds.includes(kind), readOnly))}
            </tr>
          ))}
          {mine ? (
            <tr>
              <Preview label={t("preferences.weekly")} preview={previews.weekly} />
              <td className="text-center align-top">
                <label className="grid min-h-10 min-w-12 cursor-pointer place-items-center">
                  <span className="sr-only">{t("preferences.weekly")}</span>
                  <input type="checkbox" className="tick" name="weekly" defaultChecked={mine.weekly} disabled={!mail} />
                </label>
              </td>
              {channels.map(({ id }) => (
                <td key={id} className="py-2 text-center align-top text-ink-3">
                  –
                </td>
              ))}
            </tr>
          ) : null}
        </Table>
        <p className="text-ink-3 text-sm">
          {t("matrix.help")} {channels.length > 0 ? t("matrix.shared") : null}
        </p>
      </div>
      {mine ? <WhenFields hidden={!mail} preferences={mine} /> : null}
      {readOnly && !mine ? null : <SubmitButton className="justify-self-start">{t("preferences.save")}</SubmitButton>}
    </ActionForm>
  );
}

/** The names of the messages stay in view while the channels scroll. */
const STUCK = "sticky left-0 z-1 bg-surface";

/** The name of a kind of message; opened, it shows what such a message says. */
function Preview({ label, preview: { subject, text } }: { label: string; preview: MessagePreview }) {
  return (
    <th scope="row" className={`${STUCK} min-w-28 max-w-96 sm:min-w-44 px-3 max-sm:pr-1 py-2.5 text-left align-top font-normal`}>
      <details>
        <summary className="cursor-pointer">{label}</summary>
        <div className="mt-2 grid gap-1 rounded-md border border-line bg-sunken p-3 text-sm">
          <p className="font-medium">{subject}</p>
          <p className="whitespace-pre-line text-ink-2">{text}</p>
        </div>
      </details>
    </th>
  );
}

function WhenFields({ hidden, preferences: { grouping, quiet } }: { hidden: boolean; preferences: NotificationPreferences }) {
  const t = useTranslations("notifications.preferences");
  return (
    <div hidden={hidden} className="grid gap-5">
      <SelectField label={t("grouping")} name="grouping" defaultValue={grouping} className="w-full sm:w-80">
        {options(GROUPINGS, (one) => t(`groupings.${one}`))}
      </SelectField>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium">{t("quiet")}</legend>
        <div className="flex flex-wrap gap-4">
          <TextField label={t("quiet_from")} name="from" type="time" defaultValue={clock(quiet?.from ?? 0)} className="w-32" />
          <TextField label={t("quiet_to")} name="to" type="time" defaultValue={clock(quiet?.to ?? 0)} className="w-32" />
        </div>
        <p className="text-ink-3 text-sm">{t("quiet_help")}</p>
      </fieldset>
    </div>
  );
}
