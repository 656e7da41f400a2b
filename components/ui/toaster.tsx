"use client";

import dynamic from "next/dynamic";

/** Renders the notices of `toast`, also those from before its library was loaded. If that fails, the page works without notices. */
export const Toaster = dynamic(
  () =>
    import("@/components/ui/notices").then(
      (file) => file.Notices,
      () => () => null,
    ),
  { ssr: false, loading: () => null },
);
