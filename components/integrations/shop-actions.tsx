import { LifeBuoy, Mail, Play, RotateCw, Send, Stethoscope } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import type { ShopActionState } from "@/components/integrations/use-shop-actions";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import type { ReportSource } from "@/components/reports/report-source";
import { SendReport } from "@/components/reports/send-report";
import { Button } from "@/components/ui/button";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import { anyKey } from "@/lib/i18n/any-key";
import type { Story } from "@/lib/incidents/describe-incident";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { hrefOfStep } from "@/lib/integrations/story";

interface ActionsProps {
  row: IntegrationRow;
  step: Story["step"];
  actions: Pick<ShopActionState, "pending" | "trigger">;
  other: { isPending: boolean; sendByPost: () => void; remind: () => void };
  report: ReportSource | null;
  isChecking: boolean;
}

/** The one next step first; Refresh and a check are always available if a key is stored. */
export function ShopActions({ row, step, actions, other, report, isChecking }: ActionsProps) {
  const { merchantId } = useShopIds();
  const t = useTranslations("integrations");
  const sync = useTranslations("sync");
  const states = anyKey(useTranslations("states"));
  const buttons = useRef<HTMLDivElement>(null);
  const act = step?.act ?? null;
  useFocusKeeper(buttons, act);
  const { pending, trigger } = actions;
  const label = step && states(step.label.key);
  const canMail = row.incident?.asked?.how === "mail";
  const refresh = (variant: "primary" | "secondary"): ReactNode => (
    <Button variant={variant} pending={pending === "refresh"} onClick={() => trigger("refresh")}>
      {pending === "refresh" ? null : <RotateCw />}
      {sync("refresh.button")}
    </Button>
  );
  const check = (variant: "primary" | "secondary", label: ReactNode): ReactNode => (
    <Button variant={variant} pending={pending === "check" || isChecking} onClick={() => trigger("check")}>
      {pending === "check" || isChecking ? null : <Stethoscope />}
      {label}
    </Button>
  );
  const primary = (): ReactNode => {
    if (act === null) return null;
    if (act === "refresh") return refresh("primary");
    if (act === "test_again") return check("primary", label);
    if (report && (act === "share_with_host" || (act === "remind_host" && !canMail)))
      return <SendReport source={report} variant="primary" />;
    if (act === "resume" || act === "use_post" || act === "remind_host") {
      const [isPending, click, Icon] = {
        resume: [pending === "resume", () => trigger("resume"), Play] as const,
        use_post: [other.isPending, other.sendByPost, Send] as const,
        remind_host: [other.isPending, other.remind, Mail] as const,
      }[act];
      return (
        <Button variant="primary" pending={isPending} onClick={click}>
          {isPending ? null : <Icon />}
          {label}
        </Button>
      );
    }
    // What no report can show is on the diagnosis tab.
    const shown = act === "share_with_host" ? "show_fix" : act;
    return (
      <LinkButton variant="primary" href={hrefOfStep(shown, merchantId, row.id)}>
        {states(`step.${shown}`)}
      </LinkButton>
    );
  };
  const canRefreshBeside = act !== "refresh" && act !== "resume" && act !== "connect";
  return (
    <div ref={buttons} className="flex flex-wrap gap-2">
      {primary()}
      {canRefreshBeside ? refresh("secondary") : null}
      {act === "test_again" ? null : check("secondary", t("page.check_now"))}
      <LinkButton href={`/m/${merchantId}/support/new?integration=${row.id}`} prefetch={false} className="max-sm:px-2">
        <LifeBuoy />
        <span className="max-sm:sr-only">{t("page.ask_support")}</span>
      </LinkButton>
    </div>
  );
}
