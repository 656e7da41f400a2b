"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { KindChoices } from "@/components/notifications/kind-choices";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SelectField, TextField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { storeNotificationPreferences, testMail } from "@/lib/notify/actions";
import { GROUPINGS } from "@/lib/notify/kinds";
import type { NotificationPreferences } from "@/lib/notify/notification-preferences";

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

function preferencesIn(data: FormData) {
  const [from, to] = [String(data.get("from")), String(data.get("to"))];
  const quiet = from === to || from === "" || to === "" ? null : { from: minuteOf(from), to: minuteOf(to) };
  return { mail: data.has("mail"), weekly: data.has("weekly"), kinds: data.getAll("kinds"), grouping: data.get("grouping"), quiet };
}

export function NotificationPreferencesForm({ merchantId, preferences }: { merchantId: string; preferences: NotificationPreferences }) {
  const t = useTranslations("notifications.preferences");
  const { kinds, grouping, quiet, weekly } = preferences;
  const [mail, setMail] = useState(preferences.mail);
  return (
    <ActionForm
      className="grid gap-5"
      action={(data) => storeNotificationPreferences(merchantId, preferencesIn(data))}
      done={t("saved")}
      // Keep the values that were just saved.
      onReset={(event) => event.preventDefault()}
    >
      <Checkbox label={t("mail")} name="mail" checked={mail} onChange={(event) => setMail(event.target.checked)} />
      <div hidden={!mail} className="grid gap-5">
        <KindChoices legend={t("kinds")} chosen={kinds} />
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
        <Checkbox label={t("weekly")} name="weekly" defaultChecked={weekly} />
      </div>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t("save")}</SubmitButton>
        <ActionButton action={() => testMail(merchantId, {})} done={t("test_sent")}>
          {t("test")}
        </ActionButton>
      </div>
    </ActionForm>
  );
}
