import { getTimeZone } from "next-intl/server";
import { Term } from "@/components/help/term";
import { BackfillSection, InstantOrdersSection, MaintenanceSection, WebhookSection } from "@/components/integrations/late-parts";
import { wallClockOf } from "@/lib/base/wall-clock";
import { loadUpkeep } from "@/lib/sync/loaders";

const DAY_MS = 86_400_000;

/** What one does with a shop now and then. Nothing of it for whoever may only look. */
export async function UpkeepSection({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const [{ backfills, windows, hasToken, webhook, instant, readOnly }, zone] = await Promise.all([
    loadUpkeep(merchantId, integrationId),
    getTimeZone(),
  ]);
  if (readOnly) return null;
  const dayOf = (instant: number): string => wallClockOf(new Date(instant), zone).slice(0, 10);
  const now = Date.now();
  const own = { merchantId, integrationId };
  return (
    <div className="grid min-w-0 gap-3">
      <BackfillSection {...own} firstDay={dayOf(now - 30 * DAY_MS)} today={dayOf(now)} backfills={backfills} />
      <MaintenanceSection {...own} term={<Term name="maintenance" />} windows={windows} hasToken={hasToken} />
      {instant ? <InstantOrdersSection {...own} term={<Term name="webhook" />} instant={instant} /> : null}
      <WebhookSection {...own} term={instant ? null : <Term name="webhook" />} webhook={webhook} />
    </div>
  );
}
