import { LifeBuoy, RotateCw, Stethoscope } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { NextStep } from "@/components/integrations/next-step";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import type { ShopSteps } from "@/components/integrations/use-shop-steps";
import type { ReportSource } from "@/components/reports/report-source";
import { Button } from "@/components/ui/button";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import type { Story } from "@/lib/incidents/describe-incident";
import type { IntegrationRow } from "@/lib/integrations/list/row";

interface ActionsProps {
  row: IntegrationRow;
  step: Story["step"];
  steps: ShopSteps;
  report: ReportSource | null;
}

/** The one next step first; Refresh and a check are always available if a key is stored. */
export function ShopActions({ row, step, steps, report }: ActionsProps) {
  const { merchantId } = useShopIds();
  const t = useTranslations("integrations.page");
  const sync = useTranslations("sync.refresh");
  const buttons = useRef<HTMLDivElement>(null);
  const act = step?.act ?? null;
  useFocusKeeper(buttons, act);
  const { pending, trigger, isChecking } = steps;
  const canRefreshBeside = act !== "refresh" && act !== "resume" && act !== "connect";
  return (
    <div ref={buttons} className="flex flex-wrap gap-2">
      {step ? <NextStep row={row} step={step} steps={steps} report={report} /> : null}
      {canRefreshBeside ? (
        <Button variant="secondary" pending={pending === "refresh"} onClick={() => trigger("refresh")}>
          {pending === "refresh" ? null : <RotateCw />}
          {sync("button")}
        </Button>
      ) : null}
      {act === "test_again" ? null : (
        <Button variant="secondary" pending={isChecking} onClick={() => trigger("check")}>
          {isChecking ? null : <Stethoscope />}
          {t("check_now")}
        </Button>
      )}
      <LinkButton href={`/m/${merchantId}/support/new?integration=${row.id}`} prefetch={false} className="max-sm:px-2">
        <LifeBuoy />
        <span className="max-sm:sr-only">{t("ask_support")}</span>
      </LinkButton>
    </div>
  );
}
