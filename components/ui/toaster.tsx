"use client";

import dynamic from "next/dynamic";

/** Renders the notices of `toast`, including those shown before the library loaded. If loading fails, the page works without notices. */
export const Toaster = dynamic(
  () =>
    import("@/components/ui/notices").then(
      (file) => file.Notices,
      () => () => null,
    ),
  { ssr: false, loading: () => null },
);
