import { useTranslations } from "next-intl";
import { credentialSteps } from "@/lib/shops/credentials";
import type { Platform } from "@/lib/shops/platforms";

/** Where to find the credentials in the shop's back office, step by step, and which rights they need. */
export function CredentialsGuide({ platform }: { platform: Platform }) {
  const t = useTranslations("credentials");
  const steps = Array.from({ length: credentialSteps(platform) }, (_, index) => String(index + 1));
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t("steps_title")}</h3>
      <ol className="grid list-decimal gap-1 pl-5 text-ink-2 marker:text-ink-3">
        {steps.map((step) => (
          <li key={step}>{t(`platforms.${platform}.steps.${step}`)}</li>
        ))}
      </ol>
      <p className="text-ink-2">{t(`platforms.${platform}.rights`)}</p>
    </div>
  );
}
