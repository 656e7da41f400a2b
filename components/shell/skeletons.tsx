import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";

// Skeletons for `loading.tsx`, as high as the content that replaces them, so that nothing shifts.

function Shape({ children }: { children: ReactNode }) {
  const t = useTranslations("app");
  return (
    <div aria-busy="true">
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      {children}
    </div>
  );
}

export function ListShape() {
  return <List filters={false} />;
}

export function FilteredListShape() {
  return <List filters />;
}

function List({ filters }: { filters: boolean }) {
  return (
    <Shape>
      <div className="mb-5 flex justify-between gap-4">
        <div className="grid gap-2">
          <Skeleton className="h-7 w-40" />
          <Skeleton className="w-64 max-w-full" />
        </div>
        <Skeleton className="h-8 w-36 rounded-md max-sm:hidden" />
      </div>
      {filters ? <Skeleton className="mb-5 h-8 w-full rounded-md" /> : null}
      <div aria-hidden="true" className="skeleton-rows rounded-lg border border-line" />
    </Shape>
  );
}

export function DetailShape() {
  return (
    <Shape>
      <div className="grid gap-4">
        <div className="flex justify-between gap-6">
          <div className="grid gap-2">
            <Skeleton className="h-6 w-56" />
            <Skeleton className="w-72 max-w-full" />
          </div>
          <Skeleton className="h-8 w-52 rounded-md max-sm:hidden" />
        </div>
        <Skeleton className="h-16 w-full rounded-lg" />
        <div className="grid gap-4 md:grid-cols-2">
          <Skeleton className="h-28 rounded-lg" />
          <Skeleton className="h-28 rounded-lg" />
        </div>
        <Skeleton className="mt-4 h-6 w-48" />
        <Skeleton className="h-64 w-full rounded-lg" />
      </div>
    </Shape>
  );
}

export function FormShape() {
  return (
    <Shape>
      <Skeleton className="mb-6 h-7 w-44" />
      <div className="grid max-w-3xl gap-4">
        <Skeleton className="w-40" />
        <Skeleton className="h-10 w-full rounded-md" />
        <Skeleton className="h-10 w-28 rounded-md" />
      </div>
    </Shape>
  );
}

/** A tab of a shop's page, below the head. */
export function TabShape() {
  return (
    <Shape>
      <div className="grid gap-6">
        <Skeleton className="h-36 rounded-lg" />
        <Skeleton className="h-96 rounded-lg" />
      </div>
    </Shape>
  );
}
