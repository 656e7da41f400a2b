import { getTimeZone } from "next-intl/server";
import { BackfillSection } from "@/components/sync/backfill-section";
import { wallClockOf } from "@/lib/base/wall-clock";
import { loadUpkeep } from "@/lib/sync/loaders";

const DAY_MS = 86_400_000;

/** What one does with a shop now and then. Nothing of it for whoever may only look. */
export async function UpkeepSection({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const [{ backfills, readOnly }, zone] = await Promise.all([loadUpkeep(merchantId, integrationId), getTimeZone()]);
  if (readOnly) return null;
  const dayOf = (instant: number): string => wallClockOf(new Date(instant), zone).slice(0, 10);
  const now = Date.now();
  return (
    <div className="grid min-w-0 gap-3">
      <BackfillSection
        merchantId={merchantId}
        integrationId={integrationId}
        firstDay={dayOf(now - 30 * DAY_MS)}
        today={dayOf(now)}
        backfills={backfills}
      />
    </div>
  );
}
