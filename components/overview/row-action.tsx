"use client";

import { Play, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ShopActions } from "@/components/integrations/use-presses";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { directAction } from "@/lib/integrations/effect";
import type { IntegrationRow } from "@/lib/integrations/row";
import { shopPath } from "@/lib/integrations/shop-paths";

interface ActionProps {
  row: IntegrationRow;
  merchantId: string;
  presses: ShopActions;
}

/** The one button that helps here. */
export function RowAction({ row, merchantId, presses }: ActionProps) {
  const t = useTranslations("overview");
  const sync = useTranslations("sync");
  const action = directAction(row);
  if (action === "resume" || action === "refresh") {
    const words = action === "resume" ? sync("refresh.resume") : sync("refresh.button");
    const pending = presses.pending === action || (action === "refresh" && row.run !== null);
    return (
      <Button
        size="sm"
        pending={pending}
        onClick={() => presses.press(action)}
        aria-label={t("action_for", { action: words, shop: row.name })}
      >
        {pending ? null : action === "resume" ? <Play aria-hidden="true" /> : <RotateCw aria-hidden="true" />}
        {words}
      </Button>
    );
  }
  const href = {
    add_key: `/m/${merchantId}/integrations/connect/${row.id}`,
    replace_key: `${shopPath(merchantId, row.id, "settings")}#settings-key`,
    show_fix: shopPath(merchantId, row.id, "diagnosis"),
  }[action];
  const words = t(`action.${action}`);
  return (
    <LinkButton size="sm" href={href} prefetch={false} aria-label={t("action_for", { action: words, shop: row.name })}>
      {words}
    </LinkButton>
  );
}
