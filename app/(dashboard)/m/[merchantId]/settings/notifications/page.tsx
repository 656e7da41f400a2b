import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChannelPanel } from "@/components/notifications/channel-panel";
import { DeliveryLog } from "@/components/notifications/delivery-log";
import { WishesForm } from "@/components/notifications/wishes-form";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { Toaster } from "@/components/ui/toaster";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadNotificationSettings } from "@/lib/notifications/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications"))("title") };
}

export default async function NotificationSettingsPage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { merchantId } = await params;
  const [settings, t] = await Promise.all([loadNotificationSettings(merchantId), getTranslations("notifications")]);
  const { wishes, channels, deliveries, isMember, readOnly, mailWay } = settings;
  return (
    <ClientMessages namespaces={["settings", "notifications"]}>
      <Toaster />
      <div className="max-w-3xl">
        <PageHeader title={t("title")} description={t("lead")} />
        <div className="grid gap-4">
          <Panel title={t("wishes.title")}>
            {mailWay === "smtp" ? null : (
              <p className="mb-4 text-ink-2">
                {t(`mail_way.${mailWay}`)}{" "}
                {mailWay === "captured" ? <TextLink href="/demo/mailbox">{t("mail_way.mailbox")}</TextLink> : null}
              </p>
            )}
            {isMember ? <WishesForm merchantId={merchantId} wishes={wishes} /> : <p className="text-ink-2">{t("wishes.staff")}</p>}
          </Panel>
          <ChannelPanel merchantId={merchantId} channels={channels} readOnly={readOnly} />
          <Panel title={t("log.title")}>
            <DeliveryLog merchantId={merchantId} deliveries={deliveries} readOnly={readOnly} />
          </Panel>
        </div>
      </div>
    </ClientMessages>
  );
}
