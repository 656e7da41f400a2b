import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { SHOP_SYSTEMS, type ShopSystem, toShopSystem } from "@/lib/connectors/shop-systems";
import { changeShopSystemAction } from "@/lib/integrations/connect/connect-actions";
import { settingsPath } from "@/lib/integrations/shop-paths";

export function OtherShopSystem({ shopSystem }: { shopSystem: ShopSystem }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.wizard");
  const names = useTranslations("integrations.shop_system");
  const [chosen, setChosen] = useState(shopSystem);
  const { pending, notice, run } = useActionOnShop();

  function change(event: FormEvent): void {
    event.preventDefault();
    void run(changeShopSystemAction, { shopSystem: chosen });
  }

  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-3 py-2">{t("other.title", { shopSystem: names(shopSystem) })}</summary>
      <form method="post" onSubmit={change} className="grid gap-3 border-line border-t p-3">
        <p className="text-ink-2">{t("other.text")}</p>
        <SelectField
          label={t("shop_system_label")}
          error={notice?.text}
          value={chosen}
          onChange={(event) => setChosen(toShopSystem(event.target.value))}
          className="w-full"
        >
          {options(SHOP_SYSTEMS, names)}
        </SelectField>
        <Button type="submit" pending={pending !== null} className="justify-self-start">
          {t("other.do")}
        </Button>
        <p className="text-ink-2 text-sm">
          {t.rich("other.address", {
            link: (chunks) => <TextLink href={settingsPath(merchantId, integrationId, "connection")}>{chunks}</TextLink>,
          })}
        </p>
      </form>
    </details>
  );
}
