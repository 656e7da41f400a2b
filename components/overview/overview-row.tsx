import { useTranslations } from "next-intl";
import { memo } from "react";
import { RowAction } from "@/components/integrations/row-action";
import { useShopActions } from "@/components/integrations/use-shop-actions";
import { type BlockerNames, RowName, RowTrouble } from "@/components/overview/shop-row-parts";
import { route } from "@/lib/base/route";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { shopPath } from "@/lib/integrations/shop-paths";

export interface RowProps {
  row: IntegrationRow;
  merchantId: string;
  blockerNames: BlockerNames;
  readOnly: boolean;
  /** Receives the outcome of an action when the row has left its group. */
  onLeave: (outcome: string) => void;
}

export const OverviewRow = memo(function OverviewRow({ row, merchantId, blockerNames, readOnly, onLeave }: RowProps) {
  const t = useTranslations("overview");
  const actions = useShopActions(merchantId, row.id, (outcome) => onLeave(t("outcome_of", { shop: row.name, outcome })));
  return (
    <li
      data-row={row.id}
      className="relative isolate grid gap-x-4 gap-y-1.5 px-4 py-2.5 focus-within:bg-hover/60 hover:bg-hover/60 md:grid-cols-[minmax(0,13rem)_minmax(0,1fr)_auto] lg:grid-cols-[minmax(0,17rem)_minmax(0,1fr)_auto]"
    >
      <RowName row={row} href={route(shopPath(merchantId, row.id))} />
      <RowTrouble row={row} blockerNames={blockerNames} notice={actions.notice} />
      {readOnly ? null : (
        <div className="relative z-10 justify-self-end max-md:pl-6 md:self-start">
          <RowAction row={row} merchantId={merchantId} actions={actions} />
          {/* Targets of the keyboard shortcuts. */}
          <button type="button" hidden data-refresh="" onClick={() => actions.trigger("refresh")} />
          <button type="button" hidden data-check="" onClick={() => actions.trigger("check")} />
        </div>
      )}
    </li>
  );
});
