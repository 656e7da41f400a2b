import Link from "next/link";
import { useTranslations } from "next-intl";
import { env } from "@/lib/infra/env";

/** Shown while loopback shops are allowed, so that demo shops are not mistaken for real ones. */
export function DemoBanner() {
  const t = useTranslations("app.demo");
  const guide = useTranslations("demo.page");
  if (env().DEMO_TARGETS.length === 0) return null;
  return (
    <aside
      aria-label={t("title")}
      className="flex min-h-7 flex-wrap items-center justify-center gap-x-2 bg-ink px-4 py-1 text-canvas text-sm"
    >
      <strong className="font-semibold">{t("title")}</strong>
      <span className="max-sm:sr-only">{t("text")}</span>
      {env().DEMO_GUIDE ? (
        <Link prefetch={false} href="/demo" className="rounded-sm underline underline-offset-2">
          {guide("link")}
        </Link>
      ) : null}
    </aside>
  );
}
