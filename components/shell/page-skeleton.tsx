import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e", "f"];

/** The shape of a page with a head and a list, while it is on its way. */
export function PageSkeleton({ rows = ROWS.length }: { rows?: number }) {
  const t = useTranslations("app");
  return (
    <div>
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <div className="mb-5 grid gap-2">
        <Skeleton className="h-7 w-40" />
        <Skeleton className="w-64 max-w-full" />
      </div>
      <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {ROWS.slice(0, rows).map((row) => (
          <div key={row} className="flex items-center gap-4 px-4 py-4">
            <Skeleton className="size-4 rounded-full" />
            <div className="grid flex-1 gap-2">
              <Skeleton className="w-1/3" />
              <Skeleton className="w-2/3" />
            </div>
            <Skeleton className="h-8 w-20 rounded-md max-sm:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}
