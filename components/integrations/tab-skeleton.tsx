import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";

/** Placeholder of a tab. `blocks`: heights of its parts; a pair is shown side by side. */
export function TabSkeleton({ blocks }: { blocks: readonly (string | readonly [string, string])[] }) {
  const t = useTranslations("app");
  return (
    <div aria-busy="true" className="grid gap-6">
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      {blocks.map((block) =>
        typeof block === "string" ? (
          <Skeleton key={block} className={cn("rounded-lg", block)} />
        ) : (
          <div key={block.join()} className="grid gap-4 md:grid-cols-2">
            <Skeleton className={cn("rounded-lg", block[0])} />
            <Skeleton className={cn("rounded-lg", block[1])} />
          </div>
        ),
      )}
    </div>
  );
}
