import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";

interface ViewOnlyProps {
  merchantId: string;
  path: string;
  children: ReactNode;
}

/** Replaces a form for who may only read: says so, names who can act (`children`), and links to where that can change. */
export async function ViewOnly({ merchantId, path, children }: ViewOnlyProps) {
  const [{ role }, t] = await Promise.all([requireMerchantScope(merchantId), getTranslations("app")]);
  const isViewer = role === "viewer";
  return (
    <Banner
      tone="idle"
      title={t(isViewer ? "viewer.title" : "staff.read_only")}
      action={
        isViewer ? (
          <LinkButton href={`/m/${merchantId}/settings/members`}>{t("viewer.members")}</LinkButton>
        ) : (
          <LinkButton href={`/support/merchants/${merchantId}?to=/m/${merchantId}/${path}#act`}>{t("staff.give_reason")}</LinkButton>
        )
      }
    >
      {children}
    </Banner>
  );
}
