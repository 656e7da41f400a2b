import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { RowProgress } from "@/components/integrations/row-progress";
import { StoryLines } from "@/components/integrations/story-lines";
import { StateShape } from "@/components/ui/state-shape";
import { displayAddress } from "@/lib/connectors/display-address";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { rowTone } from "@/lib/integrations/story";

/** State, name, system and address of a shop; `merchantName` for staff. */
export function RowName({ row, href, merchantName = null }: { row: IntegrationRow; href: Route; merchantName?: string | null }) {
  const t = useTranslations("integrations.shop_system");
  return (
    <div className="grid min-w-0 grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2.5">
      <StateShape tone={rowTone(row)} open={row.lanes.orders_in.state === "off"} className="mt-[3px]" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <Link data-row-link="" href={href} prefetch={false} className="row-link font-medium text-ink">
          <bdi className="line-clamp-2">{row.name}</bdi>
        </Link>
        {merchantName === null ? null : (
          <p className="text-ink-2 text-sm">
            <bdi>{merchantName}</bdi>
          </p>
        )}
        <p className="line-clamp-3 text-ink-3 text-sm" title={row.baseUrl}>
          {t(row.shopSystem)} · {displayAddress(row.readableUrl ?? row.baseUrl)}
        </p>
      </div>
    </div>
  );
}

/** The story of the shop. `notice`: outcome of the last action. */
export function RowTrouble({ row, blockerNames, notice }: { row: IntegrationRow; blockerNames?: BlockerNames; notice?: string | null }) {
  const blocker = row.incident?.causes.find(({ clearedAt }) => clearedAt === null)?.blocker;
  return (
    <div className="grid min-w-0 content-start gap-0.5 max-md:pl-6 [overflow-wrap:anywhere]">
      <StoryLines row={row} blocker={blocker ? blockerNames?.[blocker] : undefined} />
      {row.run ? <RowProgress run={row.run} /> : null}
      {notice === undefined ? null : (
        <p role="status" className="text-ink-2 text-sm empty:sr-only">
          {notice}
        </p>
      )}
    </div>
  );
}

export type BlockerNames = Readonly<Record<string, string>>;
