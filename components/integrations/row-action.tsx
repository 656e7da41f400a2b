import { ArrowRight, Play, RotateCw } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import type { ShopActionState } from "@/components/integrations/use-shop-actions";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { anyKey } from "@/lib/i18n/any-key";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { hrefOfStep, tellShop } from "@/lib/integrations/story";

interface RowActionProps {
  row: IntegrationRow;
  merchantId: string;
  actions: ShopActionState;
  /** Shows only the icon on a phone. */
  isCompact?: boolean;
}

/** The next step of a shop in a list; Refresh if nothing is to be done. */
export function RowAction({ row, merchantId, actions, isCompact = false }: RowActionProps) {
  const t = useTranslations("integrations.list");
  const states = anyKey(useTranslations("states"));
  const act = tellShop(row, { kind: "member", canAct: true }, useNow()).step?.act ?? "refresh";
  const name = states(`step.${act}`);
  const label = t("action_for", { action: name, shop: row.name });
  const text = <span className={isCompact ? "max-sm:sr-only" : undefined}>{name}</span>;
  if (act !== "resume" && act !== "refresh")
    return (
      <LinkButton size="sm" href={hrefOfStep(act, merchantId, row.id)} prefetch={false} aria-label={label}>
        {isCompact ? <ArrowRight className="sm:hidden" /> : null}
        {text}
      </LinkButton>
    );
  const isPending = actions.pending === act || (act === "refresh" && row.run !== null);
  const Icon = act === "resume" ? Play : RotateCw;
  return (
    <Button size="sm" pending={isPending} onClick={() => actions.trigger(act)} aria-label={label}>
      {isPending ? null : <Icon />}
      {text}
    </Button>
  );
}
