import { useTranslations } from "next-intl";
import { ShopRow } from "@/components/support/shop-row";
import { Badge } from "@/components/ui/badge";
import { route } from "@/lib/base/route";
import type { QueueEntry } from "@/lib/support/queue";

/** Shops that need attention. */
export function QueueList({ entries }: { entries: readonly QueueEntry[] }) {
  const t = useTranslations("support.queue");
  return (
    <ol aria-label={t("title")} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {entries.map(({ merchantId, merchantName, threads, row }) => (
        <ShopRow
          key={row.id}
          row={row}
          merchantName={merchantName}
          href={route(`/support/merchants/${merchantId}?to=/m/${merchantId}/integrations/${row.id}`)}
          aside={threads > 0 ? <Badge tone="accent">{t("asked", { count: threads })}</Badge> : null}
        />
      ))}
    </ol>
  );
}
