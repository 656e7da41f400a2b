import { useTranslations } from "next-intl";
import { useShopActions } from "@/components/integrations/use-shop-actions";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useActionWithNotice } from "@/components/sync/action-notice";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { remindHostAction } from "@/lib/operations/reports/actions";
import { setMethodFallbackAction } from "@/lib/orders/actions";

/** What the buttons of a shop do, one action at a time, and what became of the last one. */
export function useShopSteps({ id: integrationId, incident, check }: IntegrationRow) {
  const { merchantId } = useShopIds();
  const fallback = useTranslations("tracking.fallback");
  const reports = useTranslations("reports.panel");
  const { pending, notice, trigger, dismiss } = useShopActions(merchantId, integrationId);
  const post = useActionWithNotice();
  const reportId = incident?.asked?.reportId;
  return {
    pending,
    trigger,
    notice: notice ?? post.notice?.text ?? null,
    dismiss: () => {
      dismiss();
      post.dismiss();
    },
    isChecking: pending === "check" || check?.status === "queued" || check?.status === "running",
    isPosting: post.pending !== null,
    sendByPost: () =>
      post.run(
        () => setMethodFallbackAction(merchantId, { isOn: true, integrationId }),
        () => fallback("is_on"),
      ),
    remind: () =>
      post.run(
        () => remindHostAction(merchantId, { reportId, integrationId }),
        () => reports("remind_done"),
      ),
  };
}

export type ShopSteps = ReturnType<typeof useShopSteps>;
