import { getTranslations } from "next-intl/server";
import { RefreshPeriodically } from "@/components/addresses/refresh-periodically";
import { InvitationList } from "@/components/settings/invitation-list";
import { InviteForm } from "@/components/settings/invite-form";
import { MemberList } from "@/components/settings/member-list";
import { SettingsPage } from "@/components/settings/settings-page";
import { SupportAccessList } from "@/components/settings/support-access-list";
import { SupportConsent } from "@/components/settings/support-consent";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/panel";
import { beforeFullStop } from "@/lib/base/before-full-stop";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadMembers } from "@/lib/identity/accounts/loaders";
import { mailTransport } from "@/lib/infra/mail/send-mail";

export const generateMetadata = pageTitle("members", "title");

export default async function MembersPage({ params }: PageProps<"/m/[merchantId]/settings/members">) {
  const { merchantId } = await params;
  const [{ merchant, members, invitations, openings, consent, ownsMerchant, manages, self, now }, t, settings] = await Promise.all([
    loadMembers(merchantId),
    getTranslations("members"),
    getTranslations("settings"),
  ]);
  const sendsMail = mailTransport() !== "none";
  const waits = (invitations ?? []).some(({ sentAt, mailFailure }) => sentAt === null && mailFailure === null);
  const lead = t("lead", { count: members.length, merchant: beforeFullStop(merchant.name) });
  return (
    <ClientMessages namespaces={["members"]}>
      <SettingsPage page="members" description={lead}>
        <Panel title={t("people")}>
          <FocusKeeper outcome={members.length}>
            <MemberList merchantId={merchantId} members={members} self={self} manages={manages} />
          </FocusKeeper>
          {manages ? null : (
            <p className="mt-4 text-ink-2">
              {t("owners_manage")} {members.some(({ personId }) => personId === self) ? t("leave_help") : null}
            </p>
          )}
        </Panel>
        {invitations === null ? null : (
          <Panel title={t("invitations")}>
            <FocusKeeper outcome={invitations.length}>
              <InvitationList merchantId={merchantId} invitations={invitations} now={now} readOnly={!manages} />
            </FocusKeeper>
            {waits ? <RefreshPeriodically everyMs={2_000} /> : null}
            <div id="invite" className="mt-4 scroll-mt-20 border-line border-t pt-4">
              {sendsMail ? <InviteForm merchantId={merchantId} /> : <p className="text-ink-2">{t("no_mail")}</p>}
            </div>
          </Panel>
        )}
        <Panel title={settings("openings")}>
          <SupportConsent merchantId={merchantId} consent={consent} isOwner={ownsMerchant} />
          <SupportAccessList openings={openings} />
        </Panel>
      </SettingsPage>
    </ClientMessages>
  );
}
