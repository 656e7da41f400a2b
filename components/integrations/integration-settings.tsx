import { useTranslations } from "next-intl";
import { CredentialsForm } from "@/components/integrations/credentials-form";
import { DisconnectDialog } from "@/components/integrations/disconnect-dialog";
import { IntervalForm } from "@/components/integrations/interval-form";
import { PauseButton } from "@/components/integrations/pause-button";
import { AddressForm, NameForm } from "@/components/integrations/settings-forms";
import { Panel } from "@/components/ui/panel";
import { credentialFields } from "@/lib/shops/credentials";
import type { Platform } from "@/lib/shops/platforms";

interface SettingsProps {
  merchantId: string;
  integrationId: string;
  name: string;
  address: string;
  platform: Platform;
  orders: number;
  paused: boolean;
  intervalSeconds: number;
}

export function IntegrationSettings({
  merchantId,
  integrationId,
  name,
  address,
  platform,
  orders,
  paused,
  intervalSeconds,
}: SettingsProps) {
  const t = useTranslations("integrations.settings");
  const own = { merchantId, integrationId };
  return (
    <Panel title={t("title")} id="settings">
      <div className="grid gap-5">
        <NameForm key={name} {...own} initial={name} />
        <AddressForm key={address} {...own} initial={address} />
        <IntervalForm key={intervalSeconds} {...own} initial={intervalSeconds} />
        <details className="rounded-md border border-line">
          <summary className="cursor-pointer px-3 py-2 font-medium">{t("credentials")}</summary>
          <div className="grid gap-3 border-line border-t p-3">
            <p className="text-ink-2">{t("credentials_help")}</p>
            <CredentialsForm {...own} platform={platform} fields={credentialFields(platform)} submit={t("credentials_replace")} />
          </div>
        </details>
        <PauseButton {...own} paused={paused} />
        <div className="grid gap-1.5 border-line border-t pt-4">
          <p className="text-ink-3 text-sm">{t("disconnect_help", { orders })}</p>
          <p className="text-ink-3 text-sm">{t("disconnect_leaves")}</p>
          <DisconnectDialog {...own} name={name} orders={orders} />
        </div>
      </div>
    </Panel>
  );
}
