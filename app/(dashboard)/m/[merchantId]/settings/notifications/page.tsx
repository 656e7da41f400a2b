import { getTranslations } from "next-intl/server";
import { ChannelPanel } from "@/components/notifications/channel-panel";
import { DeliveryLog } from "@/components/notifications/delivery-log";
import { SettingsPage } from "@/components/settings/settings-page";
import { OlderLinks } from "@/components/ui/older-links";
import { Panel } from "@/components/ui/panel";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadChannels } from "@/lib/notify/loaders";

export const generateMetadata = pageTitle("app.section", "channels");

export default async function ChannelsPage({ params, searchParams }: PageProps<"/m/[merchantId]/settings/notifications">) {
  const [{ merchantId }, search] = await Promise.all([params, searchParams]);
  const from = parseListCursor(search["log"]);
  const [{ channels, deliveries, readOnly }, t] = await Promise.all([loadChannels(merchantId, from), getTranslations("notifications")]);
  return (
    <ClientMessages namespaces={["notifications"]}>
      <SettingsPage page="channels" description={t("lead")}>
        <ChannelPanel merchantId={merchantId} channels={channels} readOnly={readOnly} />
        <Panel id="log" title={t("log.title")}>
          <DeliveryLog merchantId={merchantId} deliveries={deliveries.entries} readOnly={readOnly} />
          <OlderLinks
            here={route(`/m/${merchantId}/settings/notifications`)}
            name="log"
            place="log"
            at={from}
            next={deliveries.next}
            label={t("log.title")}
          />
        </Panel>
      </SettingsPage>
    </ClientMessages>
  );
}
