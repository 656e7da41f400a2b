import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { isPlatform, PLATFORMS, type Platform } from "@/lib/connectors/platforms";
import { changePlatformAction } from "@/lib/integrations/connect-actions";
import { shopPath } from "@/lib/integrations/shop-paths";

export function OtherPlatform({ platform }: { platform: Platform }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.wizard");
  const names = useTranslations("integrations.platform");
  const [chosen, setChosen] = useState(platform);
  const { pending, notice, run } = useActionOnShop();

  function change(event: FormEvent): void {
    event.preventDefault();
    void run(changePlatformAction, { platform: chosen });
  }

  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-3 py-2">{t("other.title", { platform: names(platform) })}</summary>
      <form method="post" onSubmit={change} className="grid gap-3 border-line border-t p-3">
        <p className="text-ink-2">{t("other.text")}</p>
        <SelectField
          label={t("platform_label")}
          error={notice?.text}
          value={chosen}
          onChange={(event) => isPlatform(event.target.value) && setChosen(event.target.value)}
          className="w-full"
        >
          {options(PLATFORMS, names)}
        </SelectField>
        <Button type="submit" pending={pending !== null} className="justify-self-start">
          {t("other.do")}
        </Button>
        <p className="text-ink-2 text-sm">
          {t.rich("other.address", {
            link: (words) => <TextLink href={shopPath(merchantId, integrationId, "settings")}>{words}</TextLink>,
          })}
        </p>
      </form>
    </details>
  );
}
