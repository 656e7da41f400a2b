import { getTranslations } from "next-intl/server";
import { Logo } from "@/components/shell/logo";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { pageTitle } from "@/lib/i18n/page-title";

export const generateMetadata = pageTitle("app.errors", "not_found_title");

/** Missing and forbidden pages look the same. */
export default async function NotFoundPage() {
  const t = await getTranslations("app.errors");
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-5 py-12">
      <Logo className="mb-6 size-8" />
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("not_found_title")}</h1>
      <p className="mt-2 mb-6 text-ink-2">{t("not_found_text")}</p>
      {/* Every page loads this one's scripts, and a plain link needs none. */}
      <a href="/" className={cn(buttonStyle({ variant: "primary" }), "self-start")}>
        {t("home")}
      </a>
    </main>
  );
}
