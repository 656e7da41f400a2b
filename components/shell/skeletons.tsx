import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";

// Shapes of pages that are on their way: of the same heights as what comes, so that nothing shifts. What is told to screen readers comes as
// `loading`.

interface ShapeProps {
  loading: string;
}

function Shape({ loading, children }: ShapeProps & { children: ReactNode }) {
  return (
    <div aria-busy="true">
      <p role="status" className="sr-only">
        {loading}
      </p>
      {children}
    </div>
  );
}

/** A head and a list; `filters`: with a line to search and filter above it. */
export function ListShape({ loading, filters = false }: ShapeProps & { filters?: boolean }) {
  return (
    <Shape loading={loading}>
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

/** One thing with its state on top and the parts below. */
export function DetailShape({ loading }: ShapeProps) {
  return (
    <Shape loading={loading}>
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

/** A form in steps or panels. */
export function FormShape({ loading }: ShapeProps) {
  return (
    <Shape loading={loading}>
      <Skeleton className="mb-6 h-7 w-44" />
      <div className="grid max-w-3xl gap-4">
        <Skeleton className="w-40" />
        <Skeleton className="h-10 w-full rounded-md" />
        <Skeleton className="h-10 w-28 rounded-md" />
      </div>
    </Shape>
  );
}
