import { getTranslations } from "next-intl/server";
import { ChannelPanel } from "@/components/notifications/channel-panel";
import { NotificationChoicesForm } from "@/components/notifications/choices-form";
import { DeliveryLog } from "@/components/notifications/delivery-log";
import { SettingsPage } from "@/components/settings/settings-page";
import { OlderLinks } from "@/components/ui/pager";
import { Panel } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadNotificationSettings } from "@/lib/notify/loaders";

export const generateMetadata = pageTitle("app.section", "notifications");

export default async function NotificationSettings({ params, searchParams }: PageProps<"/m/[merchantId]/settings/notifications">) {
  const [{ merchantId }, search] = await Promise.all([params, searchParams]);
  const from = parseListCursor(search["log"]);
  const [settings, t] = await Promise.all([loadNotificationSettings(merchantId, from), getTranslations("notifications")]);
  const { channels, deliveries, mine, mail, mailTransport, previews, readOnly } = settings;
  const mailNote =
    mailTransport === "smtp" ? null : (
      <span className="block text-ink-2 text-sm">
        {t(`mail_way.${mailTransport}`)}{" "}
        {mailTransport === "captured" ? <TextLink href="/demo/mailbox">{t("mail_way.mailbox")}</TextLink> : null}
      </span>
    );
  return (
    <ClientMessages namespaces={["notifications"]}>
      <SettingsPage page="notifications" description={t("lead")}>
        <Panel title={t("matrix.title")}>
          <NotificationChoicesForm
            merchantId={merchantId}
            mine={mine}
            channels={channels.filter(({ isRemoved }) => !isRemoved)}
            previews={previews}
            readOnly={readOnly}
          />
        </Panel>
        <ChannelPanel merchantId={merchantId} channels={channels} mail={mail} mailNote={mailNote} readOnly={readOnly} />
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
