"use client";

import { useTranslations } from "next-intl";
import { useShopActions } from "@/components/integrations/use-shop-actions";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { Button } from "@/components/ui/button";

/** Starts a Refresh, which fetches every quarantined order again. */
export function TryAgainButton() {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("sync.unreadable");
  const { pending, notice, trigger } = useShopActions(merchantId, integrationId);
  return (
    <span className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <p role="status" className="text-ink-2 empty:sr-only">
        {notice}
      </p>
      <Button size="sm" pending={pending === "refresh"} onClick={() => trigger("refresh")}>
        {t("try_again")}
      </Button>
    </span>
  );
}
