import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChannelPanel } from "@/components/notifications/channel-panel";
import { DeliveryLog } from "@/components/notifications/delivery-log";
import { NotificationPreferencesForm } from "@/components/notifications/preferences-form";
import { PageCrumb } from "@/components/shell/page-crumb";
import { OlderLinks } from "@/components/ui/older-links";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { Toaster } from "@/components/ui/toaster";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadNotificationSettings } from "@/lib/notify/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications"))("title") };
}

interface SettingsProps {
  params: Promise<{ merchantId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NotificationSettingsPage({ params, searchParams }: SettingsProps) {
  const [{ merchantId }, search] = await Promise.all([params, searchParams]);
  const from = parseListCursor(search["log"]);
  const [settings, t] = await Promise.all([loadNotificationSettings(merchantId, from), getTranslations("notifications")]);
  const { preferences, channels, deliveries, isMember, readOnly, mailTransport } = settings;
  return (
    <ClientMessages namespaces={["notifications"]}>
      <Toaster />
      <PageCrumb>{t("title")}</PageCrumb>
      <div className="max-w-3xl">
        <PageHeader title={t("title")} description={t("lead")} />
        <div className="grid gap-4">
          <Panel title={t("wishes.title")}>
            {mailTransport === "smtp" ? null : (
              <p className="mb-4 text-ink-2">
                {t(`mail_way.${mailTransport}`)}{" "}
                {mailTransport === "captured" ? <TextLink href="/demo/mailbox">{t("mail_way.mailbox")}</TextLink> : null}
              </p>
            )}
            {isMember ? (
              <NotificationPreferencesForm merchantId={merchantId} preferences={preferences} />
            ) : (
              <p className="text-ink-2">{t("wishes.staff")}</p>
            )}
          </Panel>
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
        </div>
      </div>
    </ClientMessages>
  );
}
