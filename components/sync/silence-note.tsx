import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PastTime } from "@/components/sync/past-time";
import { StateShape } from "@/components/ui/state-shape";
import type { SilenceView } from "@/lib/sync/silence/data";

export function SilenceNote({ silence, term }: { silence: SilenceView; term: ReactNode }) {
  const t = useTranslations("sync.silence");
  const { verdict, expected, found, missing, shopCount } = silence;
  const since = () => <PastTime at={new Date(silence.since)} since />;
  const isBroken = verdict === "broken";
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2 border-line border-t pt-2">
      <StateShape tone={isBroken ? "recovering" : verdict === "asking" ? "working" : "healthy"} className="mt-[3px]" />
      <p className="text-ink-2">
        {isBroken ? (
          <span className="font-medium text-ink">{t("broken", { found, missing })}</span>
        ) : (
          <>
            <span className="font-medium text-ink">{t.rich("quiet_since", { since, expected })}</span>{" "}
            {verdict === "asking" ? t("asking") : shopCount === null ? t("quiet_uncounted") : t("quiet", { count: shopCount })}
          </>
        )}
        {term}
      </p>
    </div>
  );
}
