import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefreshPeriodically } from "@/components/addresses/refresh-periodically";
import { InvitationList } from "@/components/settings/invitation-list";
import { InviteForm } from "@/components/settings/invite-form";
import { MemberList } from "@/components/settings/member-list";
import { PageCrumb } from "@/components/shell/page-crumb";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Toaster } from "@/components/ui/toaster";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadMembers } from "@/lib/identity/accounts/loaders";
import { mailTransport } from "@/lib/infra/mail/send-mail";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members"))("title") };
}

export default async function MembersPage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { merchantId } = await params;
  const [{ merchant, members, invitations, manages, self, now }, t] = await Promise.all([
    loadMembers(merchantId),
    getTranslations("members"),
  ]);
  const sendsMail = mailTransport() !== "none";
  const waits = (invitations ?? []).some(({ sentAt, mailFailure }) => sentAt === null && mailFailure === null);
  // A name that ends with a full stop also ends the sentence.
  const lead = t("lead", { count: members.length, merchant: merchant.name.replace(/\.$/, "") });
  return (
    <ClientMessages namespaces={["members"]}>
      <Toaster />
      <PageCrumb>{t("title")}</PageCrumb>
      <div className="max-w-3xl">
        <PageHeader title={t("title")} description={<span className="[overflow-wrap:anywhere]">{lead}</span>} />
        <div className="grid gap-4">
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
              <div className="mt-4 border-line border-t pt-4">
                {sendsMail ? <InviteForm merchantId={merchantId} /> : <p className="text-ink-2">{t("no_mail")}</p>}
              </div>
            </Panel>
          )}
        </div>
      </div>
    </ClientMessages>
  );
}
