"use client";

import { LatePageError } from "@/components/shell/follow-links";
import type { PageErrorProps } from "@/components/shell/page-error";

export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="px-5">
      <LatePageError {...props} />
    </main>
  );
}
