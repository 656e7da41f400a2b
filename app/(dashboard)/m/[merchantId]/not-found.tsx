import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { pageTitle } from "@/lib/i18n/page-title";

export const generateMetadata = pageTitle("app.errors", "not_found_title");

/** Within the merchant's frame, so that the navigation stays. */
export default async function MerchantNotFound() {
  const t = await getTranslations("app.errors");
  return (
    <div className="mx-auto flex max-w-md flex-col py-12">
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("not_found_title")}</h1>
      <p className="mt-2 mb-6 text-ink-2">{t("not_found_text")}</p>
      <LinkButton href="/" variant="primary" className="self-start">
        {t("home")}
      </LinkButton>
    </div>
  );
}
