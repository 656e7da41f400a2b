"use client";

import { useTimeZone, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type FormEvent, useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { ActionNotice, refusal, useActionWithNotice } from "@/components/sync/action-notice";
import { DeployScriptAddress } from "@/components/sync/deploy-script-address";
import { MaintenanceList, useDescribeWindow } from "@/components/sync/maintenance-list";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { LazyDetails } from "@/components/ui/lazy-details";
import { options } from "@/components/ui/options";
import { planMaintenanceAction } from "@/lib/sync/maintenance/actions";
import type { MaintenanceView } from "@/lib/sync/maintenance/data";

/** The next window is visible while the section is closed. */
export function MaintenanceSection({ term, ...props }: MaintenanceProps & { term: ReactNode }) {
  const t = useTranslations("maintenance");
  const describeWindow = useDescribeWindow();
  const [next] = props.windows;
  return (
    <LazyDetails term={term} id="maintenance" title={t("title")} aside={next ? describeWindow(next) : t("none_short")}>
      <MaintenancePanel {...props} />
    </LazyDetails>
  );
}

interface MaintenanceProps {
  windows: readonly MaintenanceView[];
  hasToken: boolean;
}

const zonesWith = (own: string): string[] => [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])];

function MaintenancePanel({ windows, hasToken }: MaintenanceProps) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("maintenance");
  const own = useTimeZone() ?? "UTC";
  const [typed, setTyped] = useState({ from: "", to: "", timeZone: own });
  // Shared by both, so that any new action clears the previous notice.
  const { pending, notice, run } = useActionWithNotice();

  function plan(event: FormEvent): void {
    event.preventDefault();
    void run(
      () => planMaintenanceAction(merchantId, { integrationId, ...typed }),
      (answer) => {
        if (answer.kind === "problem") return refusal(t(`problem.${answer.problem}`));
        setTyped({ ...typed, from: "", to: "" });
        return t("planned");
      },
      "plan",
    );
  }

  return (
    <div className="grid gap-5">
      <p className="text-ink-2">{t("lead")}</p>
      <MaintenanceList windows={windows} actions={{ pending, run }} />
      <form method="post" onSubmit={plan} className="grid gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <TextField
            label={t("from")}
            type="datetime-local"
            required
            value={typed.from}
            onChange={(event) => setTyped({ ...typed, from: event.target.value })}
          />
          <TextField
            label={t("to")}
            type="datetime-local"
            required
            value={typed.to}
            onChange={(event) => setTyped({ ...typed, to: event.target.value })}
          />
          <SelectField
            label={t("time_zone")}
            fieldClassName="min-w-0"
            value={typed.timeZone}
            onChange={(event) => setTyped({ ...typed, timeZone: event.target.value })}
          >
            {options(zonesWith(own), (zone) => zone.replaceAll("_", " "))}
          </SelectField>
          <Button type="submit" pending={pending === "plan"}>
            {t("plan")}
          </Button>
        </div>
        <ActionNotice notice={notice} />
      </form>
      <DeployScriptAddress hasToken={hasToken} />
    </div>
  );
}
