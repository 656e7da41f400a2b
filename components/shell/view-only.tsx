import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";

/** Where a form could only fail: that whoever reads only looks, who does it (`children`), and the way to act and come back to `path`. */
export function ViewOnly({ merchantId, path, children }: { merchantId: string; path: string; children: ReactNode }) {
  const t = useTranslations("app.staff");
  return (
    <Banner
      tone="at_rest"
      title={t("read_only")}
      action={<LinkButton href={`/support/merchants/${merchantId}?to=/m/${merchantId}/${path}#act`}>{t("give_reason")}</LinkButton>}
    >
      {children}
    </Banner>
  );
}
