import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";

/** In the place of a shop that somebody disconnected while it was looked at. */
export function DisconnectedBanner() {
  const t = useTranslations("integrations.page");
  return (
    <Banner tone="at_rest" title={t("gone_title")}>
      {t("gone_text")}
    </Banner>
  );
}
