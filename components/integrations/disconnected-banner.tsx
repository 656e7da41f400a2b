import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";

/** Replaces a shop that was disconnected while its page was open. */
export function DisconnectedBanner() {
  const t = useTranslations("integrations.page");
  return (
    <Banner tone="idle" title={t("gone_title")}>
      {t("gone_text")}
    </Banner>
  );
}
