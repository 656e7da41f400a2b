import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";

/** Replaces a form in read-only mode: says so, names who can act (`children`), and links to granting access and back to `path`. */
export function ViewOnly({ merchantId, path, children }: { merchantId: string; path: string; children: ReactNode }) {
  const t = useTranslations("app.staff");
  return (
    <Banner
      tone="idle"
      title={t("read_only")}
      action={<LinkButton href={`/support/merchants/${merchantId}?to=/m/${merchantId}/${path}#act`}>{t("give_reason")}</LinkButton>}
    >
      {children}
    </Banner>
  );
}
