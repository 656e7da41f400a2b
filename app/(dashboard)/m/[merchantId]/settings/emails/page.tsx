import { getTranslations } from "next-intl/server";
import { NotificationPreferencesForm } from "@/components/notifications/preferences-form";
import { SettingsPage } from "@/components/settings/settings-page";
import { Panel } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadMailPreferences } from "@/lib/notify/loaders";

export const generateMetadata = pageTitle("app.section", "emails");

export default async function EmailsPage({ params }: PageProps<"/m/[merchantId]/settings/emails">) {
  const { merchantId } = await params;
  const [{ preferences, mailTransport }, t] = await Promise.all([loadMailPreferences(merchantId), getTranslations("notifications")]);
  return (
    <ClientMessages namespaces={["notifications"]}>
      <SettingsPage page="emails">
        <Panel title={t("preferences.title")}>
          {mailTransport === "smtp" ? null : (
            <p className="mb-4 text-ink-2">
              {t(`mail_way.${mailTransport}`)}{" "}
              {mailTransport === "captured" ? <TextLink href="/demo/mailbox">{t("mail_way.mailbox")}</TextLink> : null}
            </p>
          )}
          {preferences ? (
            <NotificationPreferencesForm merchantId={merchantId} preferences={preferences} />
          ) : (
            <p className="text-ink-2">{t("preferences.staff")}</p>
          )}
        </Panel>
      </SettingsPage>
    </ClientMessages>
  );
}
