"use client";

import { PageError, type PageErrorProps } from "@/components/shell/page-error";

export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="px-5">
      <PageError {...props} />
    </main>
  );
}
