import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { RefreshPeriodically } from "@/components/live/refresh-periodically";
import { LeaveButton } from "@/components/settings/leave-button";
import { SettingsPage } from "@/components/settings/settings-page";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { PersonPicture } from "@/components/shell/person-picture";
import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/section";
import { options } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { beforeFullStop } from "@/lib/base/texts";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import type { Consent } from "@/lib/identity/accounts/consent";
import type { InvitationView, Member } from "@/lib/identity/accounts/data";
import { loadMembers } from "@/lib/identity/accounts/loaders";
import {
  changeRoleAction,
  giveConsentAction,
  inviteAction,
  removeMemberAction,
  sendInvitationAgainAction,
  withdrawConsentAction,
  withdrawInvitationAction,
} from "@/lib/identity/accounts/member-actions";
import { ROLES } from "@/lib/identity/accounts/roles";
import { CONSENT_DAYS } from "@/lib/identity/accounts/schema";
import { mailTransport } from "@/lib/infra/mail/send-mail";

export const generateMetadata = pageTitle("members", "title");

export default async function MembersPage({ params }: PageProps<"/m/[merchantId]/settings/members">) {
  const { merchantId } = await params;
  const { merchant, members, invitations, openings, consent, ownsMerchant, manages, self, now } = await loadMembers(merchantId);
  const t = await getTranslations("members");
  const settings = await getTranslations("settings");
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
              {invitations.length === 0 ? <p className="text-ink-3">{t("no_invitations")}</p> : null}
              <ul className="divide-y divide-line">
                {invitations.map((invitation) => (
                  <li
                    key={invitation.id}
                    data-row=""
                    tabIndex={-1}
                    className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0"
                  >
                    <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
                      <p>
                        <bdi className="font-medium">{invitation.email}</bdi> <Badge>{t(`role.${invitation.role}`)}</Badge>
                      </p>
                      <p className="text-ink-2 text-sm">
                        <Standing invitation={invitation} now={now} />
                      </p>
                    </div>
                    {manages ? (
                      // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
                      <div className="grid justify-items-start gap-2 sm:flex">
                        <ActionButton
                          size="sm"
                          action={sendInvitationAgainAction.bind(null, merchantId, { id: invitation.id })}
                          done={t("sent_again")}
                        >
                          {t("send_again")} <span className="sr-only">{invitation.email}</span>
                        </ActionButton>
                        <ActionButton
                          confirm
                          size="sm"
                          variant="ghost"
                          action={withdrawInvitationAction.bind(null, merchantId, { id: invitation.id })}
                          done={t("withdrawn")}
                        >
                          {t("withdraw")} <span className="sr-only">{invitation.email}</span>
                        </ActionButton>
                      </div>
                    ) : null}
                  </li>
                ))}
              </ul>
            </FocusKeeper>
            {waits ? <RefreshPeriodically everyMs={2_000} /> : null}
            <div id="invite" className="mt-4 scroll-mt-20 border-line border-t pt-4">
              {sendsMail ? (
                <ActionForm className="grid gap-4 sm:grid-cols-[1fr_auto]" action={inviteAction.bind(null, merchantId)} done={t("invited")}>
                  <TextField label={t("email")} name="email" type="email" autoComplete="off" maxLength={254} required />
                  <SelectField label={t("role_label")} name="role" defaultValue="member" className="w-full">
                    {options(["member", "viewer", "owner"] as const, (role) => t(`role.${role}`))}
                  </SelectField>
                  <p className="text-ink-3 text-sm sm:col-span-2">{t("roles_help")}</p>
                  <SubmitButton className="justify-self-start">{t("invite")}</SubmitButton>
                </ActionForm>
              ) : (
                <p className="text-ink-2">{t("no_mail")}</p>
              )}
            </div>
          </Panel>
        )}
        <Panel title={settings("openings")}>
          <SupportConsent merchantId={merchantId} consent={consent} isOwner={ownsMerchant} />
          {openings.length === 0 ? (
            <p className="text-ink-2">{settings("no_openings")}</p>
          ) : (
            <ul className="divide-y divide-line">
              {openings.map(({ id, name, reason, opened, at }) => (
                <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0">
                  <span className="min-w-0 [overflow-wrap:anywhere]">
                    <bdi className="font-medium">{name}</bdi>
                    <bdi className="block text-ink-2">{reason ?? settings("only_looked")}</bdi>
                    {opened === "data" || opened === "buyer" ? (
                      <span className="block text-ink-3 text-sm">{settings(`opened_${opened}`)}</span>
                    ) : null}
                  </span>
                  <Time at={at} className="text-ink-3 text-sm" />
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </SettingsPage>
    </ClientMessages>
  );
}

function Standing({ invitation: { sentAt, expiresAt, mailFailure }, now }: { invitation: InvitationView; now: Date }) {
  const t = useTranslations("members");
  if (mailFailure !== null)
    return <span className="text-action-needed">{t(mailFailure === "no_mail_server" ? "no_mail" : "mail_failed")}</span>;
  if (sentAt === null || expiresAt === null) return t("on_its_way");
  if (expiresAt <= now) return t.rich("expired", { date: () => <Time at={expiresAt} form="day" /> });
  // An absolute time: a countdown would change width and move the content below.
  return t.rich("sent", { sent: () => <Time at={sentAt} form="clock" />, until: () => <Time at={expiresAt} form="day" /> });
}

interface ConsentProps {
  merchantId: string;
  consent: Consent | null;
  /** Only owners give and withdraw consent. */
  isOwner: boolean;
}

/** An owner's consent to let support staff manage members and API tokens while acting. */
function SupportConsent({ merchantId, consent, isOwner }: ConsentProps) {
  const t = useTranslations("members.consent");
  return (
    <FocusKeeper outcome={consent ? 1 : 0} className="mb-4 grid gap-3 border-line border-b pb-4">
      <p className="text-ink-2">{t("text")}</p>
      {consent ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="font-medium">{t.rich("given", { name: consent.by, until: () => <Time at={consent.expiresAt} /> })}</p>
          {isOwner ? (
            <ActionButton variant="danger" size="sm" action={withdrawConsentAction.bind(null, merchantId, {})}>
              {t("withdraw")}
            </ActionButton>
          ) : null}
        </div>
      ) : (
        <p className="font-medium">{t("none")}</p>
      )}
      {isOwner && !consent ? (
        <ActionForm className="flex flex-wrap items-end gap-2" action={giveConsentAction.bind(null, merchantId)}>
          <SelectField label={t("days_label")} name="days" defaultValue={CONSENT_DAYS[0]}>
            {options(CONSENT_DAYS, (days) => t("days", { days }))}
          </SelectField>
          <SubmitButton variant="secondary">{t("give")}</SubmitButton>
        </ActionForm>
      ) : null}
    </FocusKeeper>
  );
}

interface MemberListProps {
  merchantId: string;
  members: readonly Member[];
  self: string;
  manages: boolean;
}

function MemberList({ merchantId, members, self, manages }: MemberListProps) {
  const t = useTranslations("members");
  const owners = members.filter(({ role }) => role === "owner").length;
  return (
    <ul className="divide-y divide-line">
      {members.map((member) => {
        const { personId, name, email, role, since, lastSeenAt } = member;
        const isSelf = personId === self;
        return (
          <li key={personId} data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
            <PersonPicture name={name} className="size-9" />
            <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
              <p>
                <bdi className="font-medium">{name}</bdi> <Badge tone={role === "owner" ? "accent" : "neutral"}>{t(`role.${role}`)}</Badge>{" "}
                {isSelf ? <Badge>{t("you")}</Badge> : null}
              </p>
              <bdi className="block text-ink-2">{email}</bdi>
              <p className="text-ink-3 text-sm">
                {t.rich("since", { date: () => <Time at={since} form="day" /> })} ·{" "}
                {lastSeenAt === null ? t("never_seen") : t.rich("last_seen", { time: () => <Time at={lastSeenAt} form="clock" /> })}
              </p>
            </div>
            {manages && role === "owner" && owners === 1 ? (
              <p className="text-ink-3 text-sm">{t("last_owner")}</p>
            ) : manages ? (
              <MemberActions merchantId={merchantId} member={member} isSelf={isSelf} />
            ) : isSelf ? (
              <LeaveButton merchantId={merchantId} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function MemberActions({ merchantId, member: { personId, name, role }, isSelf }: { merchantId: string; member: Member; isSelf: boolean }) {
  const t = useTranslations("members");
  return (
    // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
    <div className="grid justify-items-start gap-2 sm:flex">
      {ROLES.filter((other) => other !== role).map((other) => (
        <ActionButton
          key={other}
          size="sm"
          aria-label={t(`make_named.${other}`, { name })}
          action={changeRoleAction.bind(null, merchantId, { personId, role: other })}
          done={t(`made.${other}`, { name })}
        >
          {t(`make.${other}`)}
        </ActionButton>
      ))}
      {isSelf ? (
        <LeaveButton merchantId={merchantId} />
      ) : (
        <ActionButton
          confirm
          size="sm"
          variant="ghost"
          action={removeMemberAction.bind(null, merchantId, { personId })}
          done={t("removed", { name })}
        >
          {t("remove")} <span className="sr-only">{name}</span>
        </ActionButton>
      )}
    </div>
  );
}
