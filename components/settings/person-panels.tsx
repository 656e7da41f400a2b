import { useLocale, useTranslations } from "next-intl";
import { PasswordForm, ProfileForm, SessionList } from "@/components/settings/person-forms";
import { SecondFactor } from "@/components/settings/second-factor";
import { SignInActivity } from "@/components/settings/sign-in-activity";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { PersonPicture } from "@/components/shell/person-picture";
import { SubmitButton } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { FileLink } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { loadSecurity, loadSessions } from "@/lib/identity/accounts/loaders";
import { changeEmail } from "@/lib/identity/auth/actions";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import { askAccountDeletionAction, withdrawAccountDeletionAction } from "@/lib/identity/erasure/actions";

// Settings of the user, independent of the merchant: separate pages next to a merchant's settings, one page for staff.

export function ProfilePanel({ person }: { person: CurrentPerson }) {
  const t = useTranslations("settings");
  return (
    <Panel title={t("profile")}>
      <div className="mb-5 flex items-center gap-3">
        <PersonPicture name={person.name} className="size-12 text-lg" />
        <p className="min-w-0 [overflow-wrap:anywhere]">
          <bdi className="block font-medium">{person.name}</bdi>
          <bdi className="block text-ink-2">{person.email}</bdi>
        </p>
      </div>
      <ProfileForm
        name={person.name}
        locale={useLocale()}
        timeZone={person.timeZone}
        timeZones={listTimeZones(person.timeZone)}
        clock={person.clock}
      />
    </Panel>
  );
}

export function SecurityPanels({ person, factors, deletionDueAt }: Awaited<ReturnType<typeof loadSecurity>>) {
  const t = useTranslations("settings");
  return (
    <>
      <Panel title={t("email.title")}>
        <ActionForm action={changeEmail} done={t("email.mailed")}>
          <p className="text-ink-2 [overflow-wrap:anywhere]">{t("email.lead", { email: person.email })}</p>
          <TextField
            fieldClassName="sm:max-w-72"
            label={t("email.next")}
            name="email"
            type="email"
            autoComplete="email"
            maxLength={254}
            required
          />
          <SubmitButton className="justify-self-start">{t("email.change")}</SubmitButton>
        </ActionForm>
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

export function SessionsPanels({ person, sessions, events }: Awaited<ReturnType<typeof loadSessions>>) {
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

function OwnData({ isStaff, deletionDueAt }: { isStaff: boolean; deletionDueAt: Date | null }) {
  const t = useTranslations("settings.own_data");
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("lead")}</p>
      <div>
        <FileLink href="/account/export">{t("export")}</FileLink>
      </div>
      {isStaff ? null : deletionDueAt ? (
        <div className="grid gap-3 border-line border-t pt-4">
          <p role="status" className="font-medium text-action-needed">
            {t.rich("due", { date: () => <Time at={deletionDueAt} form="day" /> })}
          </p>
          <ActionButton className="justify-self-start" action={withdrawAccountDeletionAction.bind(null, {})} done={t("withdrawn")}>
            {t("withdraw")}
          </ActionButton>
        </div>
      ) : (
        <div className="grid gap-4 border-line border-t pt-4">
          <p className="text-ink-2">{t("delete_lead")}</p>
          <ActionButton confirm className="justify-self-start" action={askAccountDeletionAction.bind(null, {})}>
            {t("delete")}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

/** The time zones that this machine supports, plus the person's own if missing. */
function listTimeZones(own: string): string[] {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return known.includes(own) ? known : [own, ...known];
}
