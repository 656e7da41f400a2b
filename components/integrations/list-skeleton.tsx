import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** The list while it loads: same heights as the list itself, so that nothing shifts. */
export function ListSkeleton({ title, loading }: { title: string; loading: string }) {
  return (
    <div className="grid gap-5" aria-busy="true">
      <PageHeader className="mb-0" title={title} description={loading} />
      <div className="grid gap-3">
        <Skeleton className="h-8 w-full rounded-md" />
        <Skeleton className="h-7 w-72 rounded-full" />
      </div>
      <div className="divide-y divide-line rounded-lg border border-line bg-surface lg:mt-[26px]">
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <div key={key} className="grid gap-x-4 gap-y-2.5 px-4 py-3 lg:grid-cols-[minmax(0,13.5rem)_minmax(0,1fr)_7rem_7rem_7.5rem]">
            <div className="grid gap-2">
              <Skeleton className="w-32" />
              <Skeleton className="h-3.5 w-44" />
            </div>
            <div className="grid gap-2">
              <Skeleton className="w-4/5" />
              <Skeleton className="w-3/5" />
            </div>
            <Skeleton className="hidden w-20 lg:block" />
            <Skeleton className="hidden w-20 lg:block" />
            <Skeleton className="hidden h-7 w-24 justify-self-end rounded-md lg:block" />
          </div>
        ))}
      </div>
    </div>
  );
}
