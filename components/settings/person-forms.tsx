"use client";

import { Monitor, Smartphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/button";
import { PasswordField, SelectField, TextField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { localeOptions, options } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { CLOCKS, type Clock } from "@/lib/i18n/date-formats";
import { MAX_PERSON_NAME } from "@/lib/identity/accounts/person-name";
import { saveProfile } from "@/lib/identity/accounts/profile-actions";
import { signOutOfEverything } from "@/lib/identity/auth/actions";
import { nameBrowser } from "@/lib/identity/auth/browser-name";
import type { SessionView } from "@/lib/identity/auth/data";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";
import { choosePassword, endOtherSessions, endSession } from "@/lib/identity/auth/sign-in-method-actions";

interface ProfileFormProps {
  name: string;
  locale: string;
  timeZone: string;
  timeZones: string[];
  clock: Clock;
}

export function ProfileForm({ name, locale, timeZone, timeZones, clock }: ProfileFormProps) {
  const t = useTranslations("settings");
  const words = useTranslations("app");
  const errors = useTranslations("errors");
  const router = useRouter();
  return (
    <ActionForm
      action={saveProfile}
      done={() => {
        toast.success(<Saved />);
        router.refresh();
      }}
    >
      <TextField
        label={t("name")}
        help={t("name_help")}
        name="name"
        defaultValue={name}
        key={name}
        autoComplete="name"
        maxLength={MAX_PERSON_NAME}
        fieldClassName="sm:max-w-72"
        missing={errors("name_missing")}
        refuseBlank
        required
      />
      <SelectField label={t("language")} name="locale" defaultValue={locale} key={locale} className="w-full sm:w-72">
        {localeOptions()}
      </SelectField>
      <SelectField
        label={t("time_zone")}
        help={t("time_zone_help")}
        name="timeZone"
        defaultValue={timeZone}
        key={timeZone}
        className="w-full sm:w-72"
      >
        {options(timeZones, (zone) => zone.replaceAll("_", " "))}
      </SelectField>
      <SelectField label={t("clock")} help={t("clock_help")} name="clock" defaultValue={clock} key={clock} className="w-full sm:w-72">
        {options(CLOCKS, (one) => t(`clocks.${one}`))}
      </SelectField>
      <SubmitButton className="justify-self-start">{words("save")}</SubmitButton>
    </ActionForm>
  );
}

/** Translated on render, since the language may just have changed. */
function Saved() {
  return useTranslations("app")("saved");
}

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("settings.password");
  const errors = useTranslations("errors");
  const values = { count: MIN_PASSWORD_LENGTH };
  return (
    <ActionForm
      action={choosePassword}
      done={({ endedSessions }) => toast.success(t("changed", { count: endedSessions }))}
      errorValues={values}
    >
      <p className="text-ink-2">{t("lead")}</p>
      {/* Lets password managers identify the account. */}
      <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
      <PasswordField
        fieldClassName="sm:max-w-72"
        label={t("current")}
        missing={errors("password_missing")}
        name="current"
        autoComplete="current-password"
        required
      />
      <PasswordField
        fieldClassName="sm:max-w-72"
        label={t("next")}
        help={t("next_help", values)}
        missing={errors("password_too_short", values)}
        name="next"
        autoComplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        required
      />
      <SubmitButton className="justify-self-start">{t("change")}</SubmitButton>
    </ActionForm>
  );
}

const PHONES = ["iPhone", "iPad", "Android"];

/** The issuer is shown by its host, not its URL. */
const hostOf = (issuer: string): string => (URL.canParse(issuer) ? new URL(issuer).host : issuer);

function SessionRow({ session, isThis }: { session: SessionView; isThis: boolean }) {
  const t = useTranslations("settings");
  const format = useFormatter();
  const { browser, system } = nameBrowser(session.userAgent);
  const name = browser && system ? t("browser_on", { browser, system }) : (browser ?? system ?? t("unknown_browser"));
  const Icon = system && PHONES.includes(system) ? Smartphone : Monitor;
  return (
    <li data-row="" tabIndex={-1} className="flex items-center gap-3 py-2.5 first:pt-0 last:pb-0">
      <Icon className="size-4.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {name}
          {isThis ? <Badge tone="accent">{t("this_session")}</Badge> : null}
        </p>
        <p className="text-ink-3 text-sm">
          {t("signed_in")} <Time at={session.createdAt} />
          {session.issuer === null ? null : <span> · {t("by_issuer", { issuer: hostOf(session.issuer) })}</span>}
        </p>
      </div>
      {isThis ? null : (
        <ActionButton
          size="sm"
          aria-label={t("end_session_of", { browser: name, date: format.dateTime(session.createdAt, "moment") })}
          action={() => endSession({ sessionId: session.id })}
          done={t("ended")}
        >
          {t("end_session")}
        </ActionButton>
      )}
    </li>
  );
}

export function SessionList({ sessions, thisSession }: { sessions: SessionView[]; thisSession: string }) {
  const t = useTranslations("settings");
  const sorted = [...sessions].sort((a, b) => Number(b.id === thisSession) - Number(a.id === thisSession));
  return (
    <>
      <p className="mb-4 text-ink-2">{t("sessions_lead")}</p>
      <FocusKeeper outcome={sessions.length}>
        <ul className="divide-y divide-line">
          {sorted.map((session) => (
            <SessionRow key={session.id} session={session} isThis={session.id === thisSession} />
          ))}
        </ul>
        {sessions.length > 1 ? (
          <ActionButton className="mt-4" action={() => endOtherSessions({})} done={(count) => toast.success(t("ended_others", { count }))}>
            {t("end_others")}
          </ActionButton>
        ) : null}
      </FocusKeeper>
      <form action={signOutOfEverything} className="mt-6 border-line border-t pt-4">
        <p className="mb-3 text-ink-2 text-sm">{t("everywhere.help")}</p>
        <SubmitButton variant="danger">{t("everywhere.submit")}</SubmitButton>
      </form>
    </>
  );
}
