"use client";

import { Play, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ShopActionState } from "@/components/integrations/use-shop-actions";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { route } from "@/lib/base/route";
import { directAction } from "@/lib/integrations/effect";
import type { IntegrationRow } from "@/lib/integrations/row";
import { shopPath } from "@/lib/integrations/shop-paths";

interface ActionProps {
  row: IntegrationRow;
  merchantId: string;
  actions: ShopActionState;
}

/** The most useful action for the state of the shop. */
export function RowAction({ row, merchantId, actions }: ActionProps) {
  const t = useTranslations("overview");
  const sync = useTranslations("sync");
  const action = directAction(row);
  if (action === "resume" || action === "refresh") {
    const words = action === "resume" ? sync("refresh.resume") : sync("refresh.button");
    const pending = actions.pending === action || (action === "refresh" && row.run !== null);
    return (
      <Button
        size="sm"
        pending={pending}
        onClick={() => actions.trigger(action)}
        aria-label={t("action_for", { action: words, shop: row.name })}
      >
        {pending ? null : action === "resume" ? <Play /> : <RotateCw />}
        {words}
      </Button>
    );
  }
  const href = {
    add_key: route(`/m/${merchantId}/integrations/connect/${row.id}`),
    replace_key: route(`${shopPath(merchantId, row.id, "settings")}#settings-key`),
    show_fix: route(shopPath(merchantId, row.id, "diagnosis")),
  }[action];
  const words = t(`action.${action}`);
  return (
    <LinkButton size="sm" href={href} prefetch={false} aria-label={t("action_for", { action: words, shop: row.name })}>
      {words}
    </LinkButton>
  );
}
