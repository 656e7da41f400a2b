"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, lazy, Suspense } from "react";
import type { PageErrorProps } from "@/components/shell/page-error";

// An error page comes with every other page: this is all of it that comes before something went wrong.
const PageError = lazy(
  (): Promise<{ default: ComponentType<PageErrorProps> }> =>
    import("@/components/shell/page-error").then(
      (module) => ({ default: module.PageError }),
      () => ({ default: BarePageError }),
    ),
);

/** Where not even the error page can be had. */
function BarePageError() {
  const t = useTranslations("app.errors");
  return (
    <p role="alert">
      {t("title")} <a href="/">{t("home")}</a>
    </p>
  );
}

export function LatePageError(props: PageErrorProps) {
  return (
    <Suspense>
      <PageError {...props} />
    </Suspense>
  );
}
