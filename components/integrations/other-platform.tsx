import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { options } from "@/components/ui/options";
import { TextLink } from "@/components/ui/text-link";
import { isPlatform, PLATFORMS, type Platform } from "@/lib/connectors/platforms";
import { changePlatformAction } from "@/lib/integrations/connect-actions";
import { shopPath } from "@/lib/integrations/shop-paths";

interface OtherPlatformProps {
  merchantId: string;
  integrationId: string;
  platform: Platform;
}

export function OtherPlatform({ merchantId, integrationId, platform }: OtherPlatformProps) {
  const t = useTranslations("integrations.wizard.other");
  const label = useTranslations("integrations.wizard");
  const names = useTranslations("integrations.platform");
  const [chosen, setChosen] = useState(platform);
  // The server then renders the guide and fields of its key.
  const { pending, notice, run } = useActionWithNotice();

  function change(event: FormEvent): void {
    event.preventDefault();
    void run(
      "change",
      () => changePlatformAction(merchantId, { integrationId, platform: chosen }),
      () => null,
    );
  }

  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-3 py-2">{t("title", { platform: names(platform) })}</summary>
      <form method="post" onSubmit={change} className="grid gap-3 border-line border-t p-3">
        <p className="text-ink-2">{t("text")}</p>
        <SelectField
          label={label("platform_label")}
          error={notice?.text}
          value={chosen}
          onChange={(event) => isPlatform(event.target.value) && setChosen(event.target.value)}
          className="w-full"
        >
          {options(PLATFORMS, (known) => names(known))}
        </SelectField>
        <Button type="submit" pending={pending !== null} className="justify-self-start">
          {t("do")}
        </Button>
        <p className="text-ink-2 text-sm">
          {t.rich("address", {
            link: (words) => <TextLink href={shopPath(merchantId, integrationId, "settings")}>{words}</TextLink>,
          })}
        </p>
      </form>
    </details>
  );
}
