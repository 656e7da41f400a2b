import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";

/** The way to the help page, at the foot of the rail. */
export function HelpLink({ merchantId }: { merchantId: string }) {
  const t = useTranslations("app");
  return (
    <PageLink
      href={`/m/${merchantId}/help`}
      prefetch={false}
      title={t("help")}
      className="flex h-9 items-center gap-2.5 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink max-lg:justify-center"
    >
      <CircleHelp className="size-4.5 shrink-0" aria-hidden="true" />
      <span className="max-lg:sr-only">{t("help")}</span>
    </PageLink>
  );
}
