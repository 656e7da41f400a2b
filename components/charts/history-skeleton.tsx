import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

/** The place of the history while it is counted: as tall as it will be. */
export function HistorySkeleton() {
  const t = useTranslations("history");
  return (
    <Panel title={t("title")} aria-busy="true">
      <p className="sr-only">{t("loading")}</p>
      <div className="grid gap-4">
        <Skeleton className="h-56 rounded-md sm:h-44 lg:h-24" />
        {["h-7", "h-7", "h-20", "h-20"].map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <div key={index} className="grid gap-1.5">
            <Skeleton className="h-5 w-40" />
            <Skeleton className={height} />
          </div>
        ))}
        <Skeleton className="h-4" />
        <Skeleton className="h-5 w-24" />
      </div>
    </Panel>
  );
}
