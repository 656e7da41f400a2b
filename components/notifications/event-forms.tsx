"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SelectField } from "@/components/ui/fields";
import { Panel } from "@/components/ui/section";
import { options } from "@/components/ui/select";
import { chooseEventsAction, replayEventsAction } from "@/lib/notify/events/actions";
import { EVENT_NAMES, type EventType } from "@/lib/notify/events/event-names";
import { REPLAY_HOURS } from "@/lib/notify/events/replay-hours";

interface Props {
  merchantId: string;
  channelId: string;
  chosen: readonly EventType[];
  readOnly: boolean;
}

/** What a webhook gets, and a replay of it. */
export function EventForms({ merchantId, channelId, chosen, readOnly }: Props) {
  const t = useTranslations("events");
  return (
    <>
      <Panel title={t("choose")}>
        <ActionForm
          action={(data) => chooseEventsAction(merchantId, { channelId, events: data.getAll("events") })}
          done={t("saved")}
          className="grid gap-4"
        >
          <fieldset disabled={readOnly} className="grid gap-2">
            <legend className="sr-only">{t("choose")}</legend>
            {EVENT_NAMES.map(({ type, key }) => (
              <Checkbox
                key={type}
                name="events"
                value={type}
                defaultChecked={chosen.includes(type)}
                label={
                  <>
                    <code>{type}</code> <span className="text-ink-2">{t(`type.${key}`)}</span>
                  </>
                }
              />
            ))}
          </fieldset>
          {readOnly ? null : (
            <SubmitButton variant="secondary" className="justify-self-start">
              {t("save")}
            </SubmitButton>
          )}
        </ActionForm>
      </Panel>
      {readOnly || chosen.length === 0 ? null : (
        <Panel title={t("replay.title")}>
          <ActionForm
            action={(data) => replayEventsAction(merchantId, { channelId, hours: data.get("hours") })}
            done={t("replay.begun")}
            className="grid gap-4"
          >
            <p className="text-ink-2">{t("replay.text")}</p>
            <div className="flex flex-wrap items-end gap-3">
              <SelectField label={t("replay.period")} name="hours">
                {options(REPLAY_HOURS.map(String), (hours) => t("replay.hours", { hours: Number(hours) }))}
              </SelectField>
              <SubmitButton variant="secondary">{t("replay.begin")}</SubmitButton>
            </div>
          </ActionForm>
        </Panel>
      )}
    </>
  );
}
