"use client";

import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ActionNotice, refusal, useActionOnShop } from "@/components/sync/action-notice";
import { SecretButtons } from "@/components/sync/secret-buttons";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { SelectField, TextField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { options } from "@/components/ui/select";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";
import {
  cancelMaintenanceAction,
  makeMaintenanceTokenAction,
  planMaintenanceAction,
  revokeMaintenanceTokenAction,
} from "@/lib/sync/actions";
import type { MaintenanceView } from "@/lib/sync/maintenance/data";

interface MaintenanceProps {
  windows: readonly MaintenanceView[];
  hasToken: boolean;
}

function useDescribeWindow(): (window: MaintenanceView) => string {
  const t = useTranslations("maintenance");
  const format = useFormatter();
  const now = useTickingNow();
  return ({ startsAt, endsAt, timeZone }) => {
    const time = (text: string): string =>
      format.dateTime(new Date(text), "weekdayShortDayHour", { timeZone, ...yearIfDifferent(format, new Date(text), now, timeZone) });
    return t("window", { from: time(startsAt), to: time(endsAt) });
  };
}

const nameOfZone = (zone: string): string => zone.replaceAll("_", " ");

export function MaintenancePanel({ windows, hasToken }: MaintenanceProps) {
  const t = useTranslations("maintenance");
  const own = useTimeZone() ?? "UTC";
  const zones = [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])];
  // Shared by both forms, so that any new action clears the previous notice.
  const action = useActionOnShop();

  function plan(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    void action.run(
      planMaintenanceAction,
      Object.fromEntries(new FormData(form)),
      (answer) => {
        if (answer.kind === "problem") return refusal(t(`problem.${answer.problem}`));
        for (const field of form.querySelectorAll("input")) field.value = "";
        return t("planned");
      },
      "plan",
    );
  }

  return (
    <div className="grid gap-5">
      <p className="text-ink-2">{t("lead")}</p>
      <MaintenanceList windows={windows} action={action} />
      <form method="post" onSubmit={plan} className="grid gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <TextField label={t("from")} name="from" type="datetime-local" required />
          <TextField label={t("to")} name="to" type="datetime-local" required />
          <SelectField label={t("time_zone")} name="timeZone" fieldClassName="min-w-0" defaultValue={own}>
            {options(zones, nameOfZone)}
          </SelectField>
          <Button type="submit" pending={action.pending === "plan"}>
            {t("plan")}
          </Button>
        </div>
        <ActionNotice notice={action.notice} />
      </form>
      <DeployScriptAddress hasToken={hasToken} />
    </div>
  );
}

interface ListProps extends Pick<MaintenanceProps, "windows"> {
  action: Pick<ReturnType<typeof useActionOnShop>, "pending" | "run">;
}

function MaintenanceList({ windows, action: { pending, run } }: ListProps) {
  const t = useTranslations("maintenance");
  const now = useTickingNow();
  const describeWindow = useDescribeWindow();
  return (
    <FocusKeeper outcome={windows.length}>
      {windows.length === 0 ? (
        <p className="text-ink-3">{t("none")}</p>
      ) : (
        <ul className="grid gap-2">
          {windows.map((window) => {
            const { id, timeZone, by } = window;
            const isActive = new Date(window.startsAt) <= now;
            return (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <span className="min-w-0">
                  <span className="font-medium tabular-nums">{describeWindow(window)}</span>{" "}
                  <span className="text-ink-2">
                    {nameOfZone(timeZone)}
                    {" · "}
                    {by ? t("by", { name: by }) : t("by_script")}
                    {isActive ? ` · ${t("goes_on")}` : ""}
                  </span>
                </span>
                <Button
                  size="sm"
                  pending={pending === id}
                  onClick={() => run(cancelMaintenanceAction, { windowId: id }, () => t(isActive ? "ended" : "cancelled"), id)}
                >
                  {t(isActive ? "end" : "cancel")}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </FocusKeeper>
  );
}

/** Token with which a deploy script announces maintenance; created, replaced or revoked here, shown once. */
function DeployScriptAddress({ hasToken }: { hasToken: boolean }) {
  const t = useTranslations("maintenance.script");
  const [token, setToken] = useState<string | null>(null);
  const line = (change: string): string =>
    `curl -fsS -X POST -H "Authorization: Bearer ${token}" "${globalThis.location?.origin ?? ""}/api/maintenance/${change}"`;
  return (
    <section className="grid gap-3 border-line border-t pt-4">
      <div>
        <h3 className="font-medium">{t("title")}</h3>
        <p className="text-ink-2">{t("lead")}</p>
      </div>
      {token ? (
        <div className="grid gap-2">
          <p className="font-medium">{t("shown_once")}</p>
          <CodeBlock caption={t("before")} code={line("start?minutes=30")} />
          <CodeBlock caption={t("after")} code={line("end")} />
        </div>
      ) : null}
      <SecretButtons
        namespace="maintenance.script"
        isStored={hasToken}
        isShown={token !== null}
        make={makeMaintenanceTokenAction}
        revoke={revokeMaintenanceTokenAction}
        onChange={(made) => setToken(made?.token ?? null)}
      />
    </section>
  );
}
