import { LifeBuoy, Play, RotateCw, Send, Stethoscope } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import type { ShopActionState } from "@/components/integrations/use-shop-actions";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import type { ReportSource } from "@/components/reports/report-source";
import { SendReport } from "@/components/reports/send-report";
import { Button } from "@/components/ui/button";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import { route } from "@/lib/base/route";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import type { PrimaryAction } from "@/lib/integrations/primary-action";
import { shopPath } from "@/lib/integrations/shop-paths";

interface ActionsProps {
  row: IntegrationRow;
  action: PrimaryAction;
  actions: Pick<ShopActionState, "pending" | "trigger">;
  post: { isPending: boolean; use: () => void };
  report: ReportSource | null;
  isChecking: boolean;
}

/** The most useful action first; Refresh is always available if a key is stored. */
export function ShopActions({ row, action, actions, post, report, isChecking }: ActionsProps) {
  const { merchantId } = useShopIds();
  const t = useTranslations("integrations");
  const sync = useTranslations("sync");
  const buttons = useRef<HTMLDivElement>(null);
  useFocusKeeper(buttons, action);
  const { pending, trigger } = actions;
  const refresh = (variant: "primary" | "secondary"): ReactNode => (
    <Button variant={variant} pending={pending === "refresh"} onClick={() => trigger("refresh")}>
      {pending === "refresh" ? null : <RotateCw />}
      {sync("refresh.button")}
    </Button>
  );
  const link = (key: "continue_connecting" | "replace_key" | "show_fix", href: Route): ReactNode => (
    <LinkButton variant="primary" href={href}>
      {t(`primary.${key}`)}
    </LinkButton>
  );
  const primary = (): ReactNode => {
    switch (action) {
      case "continue_connecting":
        return link(action, route(`/m/${merchantId}/integrations/connect/${row.id}`));
      case "replace_key":
        return link(action, route(`${shopPath(merchantId, row.id, "settings")}#settings-key`));
      case "show_fix":
        return link(action, route(shopPath(merchantId, row.id, "diagnosis")));
      case "resume":
        return (
          <Button variant="primary" pending={pending === "resume"} onClick={() => trigger("resume")}>
            <Play />
            {sync("refresh.resume")}
          </Button>
        );
      case "use_post":
        return (
          <Button variant="primary" pending={post.isPending} onClick={post.use}>
            <Send />
            {t("primary.use_post")}
          </Button>
        );
      case "create_report":
        return report ? <SendReport source={report} variant="primary" /> : null;
      case "refresh":
        return refresh("primary");
      case "quiet_refresh":
        return refresh("secondary");
    }
  };
  const canRefreshBeside = action === "use_post" || action === "create_report" || action === "show_fix" || action === "replace_key";
  return (
    <div ref={buttons} className="flex flex-wrap gap-2">
      {primary()}
      {canRefreshBeside ? refresh("secondary") : null}
      <Button pending={pending === "check" || isChecking} onClick={() => trigger("check")}>
        {pending === "check" || isChecking ? null : <Stethoscope />}
        {t("page.check_now")}
      </Button>
      <LinkButton href={`/m/${merchantId}/support/new?integration=${row.id}`} prefetch={false} className="max-sm:px-2">
        <LifeBuoy />
        <span className="max-sm:sr-only">{t("page.ask_support")}</span>
      </LinkButton>
    </div>
  );
}
