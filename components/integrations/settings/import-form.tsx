"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { SaveRow, useDraft } from "@/components/integrations/settings/save-row";
import { StatusChoice } from "@/components/integrations/status-choice";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useActionWithNotice } from "@/components/sync/action-notice";
import { SelectField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import type { StatusCount } from "@/lib/integrations/data";
import { SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import { saveImportAction } from "@/lib/integrations/settings/settings-actions";

/** How often orders are fetched, and which the lists show. */
export function ImportForm({ intervalSeconds, statuses }: { intervalSeconds: number; statuses: readonly StatusCount[] }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations");
  const format = useFormatter();
  const { pending, notice, dismiss, run } = useActionWithNotice();
  const [seconds, setSeconds] = useDraft(intervalSeconds, notice?.good === true);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(
    () => new Set(statuses.filter(({ isLeftOut }) => isLeftOut).map(({ status }) => status)),
  );
  const changes = {
    ...(seconds === intervalSeconds ? {} : { seconds }),
    ...(statuses.every(({ status, isLeftOut }) => leftOut.has(status) === isLeftOut) ? {} : { leftOut: [...leftOut] }),
  };
  const offered = [...new Set<number>([...SYNC_INTERVALS_SECONDS, intervalSeconds])].sort((a, b) => a - b);
  const durationText = (length: number): string => {
    const hours = length >= 3600;
    return format.number(hours ? length / 3600 : length / 60, { style: "unit", unit: hours ? "hour" : "minute", unitDisplay: "long" });
  };
  function save(event: FormEvent): void {
    event.preventDefault();
    void run(
      () => saveImportAction(merchantId, { integrationId, ...changes }),
      () => t("settings.saved"),
    );
  }
  return (
    <form method="post" onSubmit={save} className="grid max-w-xl gap-5">
      <SelectField
        label={t("settings.interval")}
        help={t("settings.interval_help")}
        value={seconds}
        onChange={({ target }) => {
          setSeconds(Number(target.value));
          dismiss();
        }}
      >
        {options(offered, durationText)}
      </SelectField>
      {statuses.length === 0 ? (
        <div className="grid gap-1.5">
          <p className="font-medium">{t("statuses.title")}</p>
          <p className="text-ink-2">{t("statuses.none")}</p>
        </div>
      ) : (
        <StatusChoice
          options={statuses}
          leftOut={leftOut}
          onChange={(chosen) => {
            setLeftOut(chosen);
            dismiss();
          }}
        />
      )}
      <SaveRow isPending={pending !== null} isChanged={Object.keys(changes).length > 0} notice={notice} />
    </form>
  );
}
