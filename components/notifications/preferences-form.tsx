"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { storeNotificationPreferences, testMail } from "@/components/notifications/actions";
import { KindChoices } from "@/components/notifications/kind-choices";
import { ActionButton } from "@/components/shell/action-button";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SelectField, TextField } from "@/components/ui/fields";
import { options } from "@/components/ui/options";
import { toast } from "@/components/ui/toast";
import { GROUPINGS, type Grouping } from "@/lib/notify/groupings";
import type { NotificationKind } from "@/lib/notify/kinds";
import type { NotificationPreferences } from "@/lib/notify/notification-preferences";

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

export function NotificationPreferencesForm({ merchantId, preferences }: { merchantId: string; preferences: NotificationPreferences }) {
  const t = useTranslations("notifications.preferences");
  const { run, pending } = useAction();
  const [mail, setMail] = useState(preferences.mail);
  const [weekly, setWeekly] = useState(preferences.weekly);
  const [kinds, setKinds] = useState<readonly NotificationKind[]>(preferences.kinds);
  const [grouping, setGrouping] = useState<Grouping>(preferences.grouping);
  const [from, setFrom] = useState(clock(preferences.quiet?.from ?? 0));
  const [to, setTo] = useState(clock(preferences.quiet?.to ?? 0));

  function save(event: FormEvent): void {
    event.preventDefault();
    const quiet = from === to || from === "" || to === "" ? null : { from: minuteOf(from), to: minuteOf(to) };
    run(
      () => storeNotificationPreferences(merchantId, { mail, weekly, kinds, grouping, quiet }),
      () => toast.success(t("saved")),
    );
  }
  return (
    <form method="post" onSubmit={save} className="grid gap-5">
      <Checkbox label={t("mail")} checked={mail} onChange={(event) => setMail(event.target.checked)} />
      {mail ? (
        <>
          <KindChoices legend={t("kinds")} chosen={kinds} onChange={setKinds} />
          <SelectField
            label={t("grouping")}
            value={grouping}
            onChange={(event) => setGrouping(GROUPINGS.find((one) => one === event.target.value) ?? "soon")}
            className="w-full sm:w-80"
          >
            {options(GROUPINGS, (one) => t(`groupings.${one}`))}
          </SelectField>
          <fieldset className="grid gap-1.5">
            <legend className="mb-1 font-medium">{t("quiet")}</legend>
            <div className="flex flex-wrap gap-4">
              <TextField
                label={t("quiet_from")}
                type="time"
                value={from}
                onChange={(event) => setFrom(event.target.value)}
                className="w-32"
              />
              <TextField label={t("quiet_to")} type="time" value={to} onChange={(event) => setTo(event.target.value)} className="w-32" />
            </div>
            <p className="text-ink-3 text-sm">{t("quiet_help")}</p>
          </fieldset>
          <Checkbox label={t("weekly")} checked={weekly} onChange={(event) => setWeekly(event.target.checked)} />
        </>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={pending}>
          {t("save")}
        </Button>
        <ActionButton action={() => testMail(merchantId, {})} done={t("test_sent")}>
          {t("test")}
        </ActionButton>
      </div>
    </form>
  );
}
