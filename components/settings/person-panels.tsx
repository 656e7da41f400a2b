import { useTranslations } from "next-intl";
import { PasswordForm } from "@/components/settings/password-form";
import { ProfileForm } from "@/components/settings/profile-form";
import { SecondFactor } from "@/components/settings/second-factor";
import { SessionList } from "@/components/settings/session-list";
import { Panel } from "@/components/ui/panel";
import { Toaster } from "@/components/ui/toaster";
import { listTimeZones } from "@/lib/identity/accounts/time-zones";
import type { SecondFactorView, SessionView } from "@/lib/identity/auth/data";
import type { CurrentPerson } from "@/lib/identity/auth/person";

interface PersonPanelsProps {
  person: CurrentPerson;
  sessions: SessionView[];
  secondFactor: SecondFactorView | null;
  locale: string;
}

/** Settings of the user, independent of the merchant. */
export function PersonPanels({ person, sessions, secondFactor, locale }: PersonPanelsProps) {
  const t = useTranslations("settings");
  return (
    <>
      <Panel title={t("profile")}>
        <ProfileForm locale={locale} timeZone={person.timeZone} timeZones={listTimeZones(person.timeZone)} />
      </Panel>
      <Panel title={t("password.title")}>
        <PasswordForm email={person.email} />
      </Panel>
      <Panel title={t("second_factor.title")}>
        <SecondFactor isOn={secondFactor} email={person.email} />
      </Panel>
      <Panel title={t("sessions")}>
        <SessionList sessions={sessions} thisSession={person.sessionId} />
      </Panel>
      <Toaster />
    </>
  );
}
