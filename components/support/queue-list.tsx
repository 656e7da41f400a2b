import { useTranslations } from "next-intl";
import { ShopRow } from "@/components/support/shop-row";
import { PastTime } from "@/components/sync/past-time";
import { Badge } from "@/components/ui/badge";
import { route } from "@/lib/base/route";
import type { QueueEntry } from "@/lib/support/queue";

/** Shops that need attention, each with its start time. */
export function QueueList({ entries }: { entries: readonly QueueEntry[] }) {
  const t = useTranslations("support.queue");
  return (
    <ol aria-label={t("title")} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {entries.map(({ merchantId, merchantName, since, threads, row }) => (
        <ShopRow
          key={row.id}
          row={row}
          merchantName={merchantName}
          href={route(`/support/merchants/${merchantId}?to=/m/${merchantId}/integrations/${row.id}`)}
          aside={
            <>
              <span>{t.rich("since", { time: () => <PastTime at={since} since /> })}</span>
              {threads > 0 ? (
                <span className="mt-0.5 block">
                  <Badge tone="accent">{t("asked", { count: threads })}</Badge>
                </span>
              ) : null}
            </>
          }
        />
      ))}
    </ol>
  );
}
