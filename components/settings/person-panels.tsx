import { useLocale, useTranslations } from "next-intl";
import { EmailForm } from "@/components/settings/email-form";
import { OwnData } from "@/components/settings/own-data";
import { PasswordForm } from "@/components/settings/password-form";
import { ProfileForm } from "@/components/settings/profile-form";
import { SecondFactor } from "@/components/settings/second-factor";
import { SessionList } from "@/components/settings/session-list";
import { SignInActivity } from "@/components/settings/sign-in-activity";
import { Panel } from "@/components/ui/panel";
import { listTimeZones } from "@/lib/identity/accounts/time-zones";
import type { FactorsView, SessionView, SignInEventView } from "@/lib/identity/auth/data";
import type { CurrentPerson } from "@/lib/identity/auth/person";

// Settings of the user, independent of the merchant: pages of their own beside those of a merchant, one page for staff.

export function ProfilePanel({ person }: { person: CurrentPerson }) {
  const t = useTranslations("settings");
  return (
    <Panel title={t("profile")}>
      <ProfileForm locale={useLocale()} timeZone={person.timeZone} timeZones={listTimeZones(person.timeZone)} />
    </Panel>
  );
}

interface SecurityPanelsProps {
  person: CurrentPerson;
  factors: FactorsView;
  deletionDueAt: Date | null;
}

export function SecurityPanels({ person, factors, deletionDueAt }: SecurityPanelsProps) {
  const t = useTranslations("settings");
  return (
    <>
      <Panel title={t("email.title")}>
        <EmailForm email={person.email} />
      </Panel>
      <Panel title={t("password.title")}>
        <PasswordForm email={person.email} />
      </Panel>
      <Panel title={t("second_factor.title")}>
        <SecondFactor factors={factors} />
      </Panel>
      <Panel title={t("own_data.title")}>
        <OwnData isStaff={person.isStaff} deletionDueAt={deletionDueAt} />
      </Panel>
    </>
  );
}

interface SessionsPanelsProps {
  person: CurrentPerson;
  sessions: SessionView[];
  events: SignInEventView[];
}

export function SessionsPanels({ person, sessions, events }: SessionsPanelsProps) {
  const t = useTranslations("settings");
  return (
    <>
      <Panel title={t("sessions")}>
        <SessionList sessions={sessions} thisSession={person.sessionId} />
      </Panel>
      <Panel title={t("activity.title")}>
        <p className="mb-4 text-ink-2">{t("activity.lead")}</p>
        <SignInActivity events={events} />
      </Panel>
    </>
  );
}
