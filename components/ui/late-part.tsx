"use client";

import { type ComponentType, lazy, Suspense } from "react";

/** A component whose scripts come with the pages that show it, and with no other. */
export function latePart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const Part = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>;
  return (props: Props) => (
    <Suspense>
      <Part {...props} />
    </Suspense>
  );
}
