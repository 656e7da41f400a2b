import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionNotice, useActionOnShop } from "@/components/sync/action-notice";
import { SelectField } from "@/components/ui/fields";
import { options } from "@/components/ui/options";
import { SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import { changeIntervalAction } from "@/lib/integrations/settings-actions";

export function IntervalForm({ initial }: { initial: number }) {
  const t = useTranslations("integrations.settings");
  const format = useFormatter();
  const [chosen, setChosen] = useState(initial);
  const { pending, notice, run } = useActionOnShop();
  const offered = [...new Set<number>([...SYNC_INTERVALS_SECONDS, initial])].sort((a, b) => a - b);
  const words = (seconds: number): string => {
    const hours = seconds >= 3600;
    return format.number(hours ? seconds / 3600 : seconds / 60, { style: "unit", unit: hours ? "hour" : "minute", unitDisplay: "long" });
  };
  function choose(seconds: number): void {
    setChosen(seconds);
    void run(changeIntervalAction, { seconds }, () => t("saved"));
  }
  return (
    <div className="grid gap-1.5">
      <SelectField
        label={t("interval")}
        help={t("interval_help")}
        value={chosen}
        aria-busy={pending !== null || undefined}
        onChange={(event) => choose(Number(event.target.value))}
      >
        {options(offered, words)}
      </SelectField>
      <ActionNotice notice={notice} />
    </div>
  );
}
