import Link from "next/link";
import { useTranslations } from "next-intl";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ListedMerchant } from "@/lib/support/merchant-list";

export function MerchantTable({ merchants }: { merchants: readonly ListedMerchant[] }) {
  const t = useTranslations("support.list");
  return (
    <Table
      label={t("label")}
      columns={[
        t("merchant"),
        t("stand"),
        { id: "shops", name: t("shops"), className: "text-right" },
        { id: "members", name: t("members"), className: "text-right max-sm:hidden" },
        { id: "last_order", name: t("last_order"), className: "max-sm:hidden" },
      ]}
    >
      {merchants.map((merchant) => (
        <TableRow key={merchant.id} data-row={merchant.id} className="relative">
          <TableCell className="min-w-24 [overflow-wrap:anywhere]">
            <Link
              href={`/support/merchants/${merchant.id}`}
              prefetch={false}
              className="rounded-sm font-medium text-ink after:absolute after:inset-0 hover:text-accent"
            >
              <bdi>{merchant.name}</bdi>
            </Link>
            {merchant.openThreads > 0 ? <p className="text-ink-2 text-sm">{t("threads", { count: merchant.openThreads })}</p> : null}
          </TableCell>
          <TableCell>
            <Standing merchant={merchant} />
          </TableCell>
          <TableCell className="text-right tabular-nums">{merchant.integrations}</TableCell>
          <TableCell className="text-right tabular-nums max-sm:hidden">{merchant.members}</TableCell>
          <TableCell className="text-ink-2 max-sm:hidden">{merchant.lastOrderAt ? <Time at={merchant.lastOrderAt} /> : "–"}</TableCell>
        </TableRow>
      ))}
    </Table>
  );
}

function Standing({ merchant: { integrations, needsYou, recovering } }: { merchant: ListedMerchant }) {
  const t = useTranslations("support.list");
  if (integrations === 0) return <span className="text-ink-3">{t("no_shop")}</span>;
  if (needsYou > 0) return <StateMark tone="action_needed">{t("action_needed", { count: needsYou })}</StateMark>;
  if (recovering > 0) return <StateMark tone="recovering">{t("recovering", { count: recovering })}</StateMark>;
  return (
    <StateMark tone="healthy" className="font-normal text-ink! [&_svg]:text-healthy">
      {t("healthy")}
    </StateMark>
  );
}
