import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { DAY_MS } from "@/lib/base/units";
import type { ImportChoice } from "@/lib/integrations/connect/import-choice";

interface StartProps {
  choices: readonly { choice: ImportChoice; orders: number | null }[];
  choice: ImportChoice;
  onChoose: (choice: ImportChoice) => void;
  onCount: (day: string) => void;
  pending: boolean;
}

/** Debounce while the user steps through days. */
const PAUSE_MS = 600;

const keyOf = (choice: ImportChoice): string => (choice.kind === "days" ? `days ${choice.days}` : choice.kind);

export function ImportStart({ choices, choice, onChoose, onCount, pending }: StartProps) {
  const t = useTranslations("integrations.wizard");
  const [day, setDay] = useState("");
  const counted = choices.find((known) => known.choice.kind === "since" && known.choice.day === day);
  const isCounted = counted !== undefined;
  useEffect(() => {
    if (day === "" || isCounted) return;
    const wait = setTimeout(() => onCount(day), PAUSE_MS);
    return () => clearTimeout(wait);
  }, [day, isCounted, onCount]);
  const number = (orders: number | null) => (orders === null ? t("orders_unknown") : t("orders", { count: orders }));
  const line = "flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 has-checked:bg-accent-soft/60";
  const radio = (offered: ImportChoice) => ({
    name: "start",
    className: "size-4 accent-(--color-accent-solid)",
    checked: keyOf(choice) === keyOf(offered),
    onChange: () => onChoose(offered),
  });
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">{t("start_title")}</legend>
      <p className="text-ink-3 text-sm">{t("start_help")}</p>
      <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {choices
          .filter((known) => known.choice.kind !== "since")
          .map((known) => (
            <label key={keyOf(known.choice)} className={line}>
              <input type="radio" {...radio(known.choice)} />
              <span className="flex-1">{known.choice.kind === "days" ? t("start_days", { days: known.choice.days }) : t("start_all")}</span>
              <span className="text-ink-2 tabular-nums">{number(known.orders)}</span>
            </label>
          ))}
        <div className={line}>
          <label className="flex items-center gap-3">
            <input type="radio" {...radio({ kind: "since", day })} />
            <span>{t("start_day")}</span>
          </label>
          <TextField
            label={t("start_day")}
            labelHidden
            fieldClassName="w-40"
            type="date"
            value={day}
            // Without a day there is no import start.
            required={choice.kind === "since"}
            // In another time zone it may already be tomorrow.
            max={new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)}
            onChange={(event) => {
              setDay(event.target.value);
              onChoose({ kind: "since", day: event.target.value });
            }}
          />
          <span className="ml-auto text-ink-2 tabular-nums">
            {counted ? (
              number(counted.orders)
            ) : day === "" ? null : (
              <Button size="sm" pending={pending} onClick={() => onCount(day)}>
                {t("start_count")}
              </Button>
            )}
          </span>
        </div>
      </div>
    </fieldset>
  );
}
