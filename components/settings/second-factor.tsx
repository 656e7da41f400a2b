"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { beginSecondFactor, makeRecoveryCodes, switchSecondFactorOff, switchSecondFactorOn } from "@/components/settings/actions";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { focusHeading } from "@/components/ui/focus-heading";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import type { SecondFactorView } from "@/lib/identity/auth/data";

interface Setup {
  secret: string;
  /** A QR code as SVG. */
  picture: string;
}

/** Second factor of the user: off, in setup, on, or showing new recovery codes. */
export function SecondFactor({ isOn, email }: { isOn: SecondFactorView | null; email: string }) {
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  // Cancelling leads back to the start.
  const [isBack, setBack] = useState(false);
  if (codes) return <RecoveryCodes codes={codes} onSaved={() => setCodes(null)} />;
  if (isOn) return <SwitchedOn isOn={isOn} email={email} onCodes={setCodes} />;
  if (!setup) return <SwitchedOff email={email} isBack={isBack} onSetup={setSetup} />;
  const leave = (made: string[] | null) => {
    setSetup(null);
    setCodes(made);
    setBack(true);
  };
  return <SettingUp setup={setup} onLeave={leave} />;
}

function Password({ email, error }: { email: string; error: string | undefined }) {
  const t = useTranslations("settings.second_factor");
  const errors = useTranslations("errors");
  return (
    <>
      {/* Lets password managers identify the account. */}
      <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
      <Field label={t("password")} error={error ? errors(error) : null} missing={errors("password_missing")} className="sm:max-w-72">
        {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" required />}
      </Field>
    </>
  );
}

function SwitchedOff({ email, isBack, onSetup }: { email: string; isBack: boolean; onSetup: (setup: Setup) => void }) {
  const t = useTranslations("settings.second_factor");
  const { run, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  return (
    <form ref={form} className="grid gap-4" onReset={onReset} action={(data) => run(() => beginSecondFactor(data), onSetup)}>
      <p ref={isBack ? focusHeading : null} tabIndex={-1} className="text-ink-2">
        {t("lead")}
      </p>
      <Password email={email} error={fields["password"]} />
      <SubmitButton className="justify-self-start">{t("begin")}</SubmitButton>
    </form>
  );
}

function SettingUp({ setup, onLeave }: { setup: Setup; onLeave: (codes: string[] | null) => void }) {
  const t = useTranslations("settings.second_factor");
  const errors = useTranslations("errors");
  const { run, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  return (
    <form
      ref={form}
      className="grid gap-4"
      onReset={onReset}
      action={(data) =>
        run(
          () => switchSecondFactorOn(data),
          ({ recoveryCodes }) => {
            toast.success(t("switched_on"));
            onLeave(recoveryCodes);
          },
        )
      }
    >
      <p ref={focusHeading} tabIndex={-1} className="text-ink-2">
        {t("scan")}
      </p>
      {/* biome-ignore lint/performance/noImgElement: a picture that stands in the page */}
      <img src={`data:image/svg+xml,${encodeURIComponent(setup.picture)}`} alt={t("qr")} width={192} height={192} className="rounded-md" />
      <CodeBlock caption={t("key")} code={setup.secret} />
      <Field
        label={t("code")}
        help={t("code_help")}
        error={fields["code"] ? errors(fields["code"]) : null}
        missing={errors("code_missing")}
        className="sm:max-w-72"
      >
        {(control) => <Input {...control} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={40} required />}
      </Field>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t("confirm")}</SubmitButton>
        <Button variant="ghost" onClick={() => onLeave(null)}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes, onSaved }: { codes: readonly string[]; onSaved: () => void }) {
  const t = useTranslations("settings.second_factor");
  const text = codes.join("\n");
  return (
    <div className="grid gap-4">
      <div>
        <h3 ref={focusHeading} tabIndex={-1} className="font-medium">
          {t("codes_title")}
        </h3>
        <p className="text-ink-2">{t("codes_lead")}</p>
      </div>
      <ul className="grid gap-x-8 gap-y-1 justify-self-start rounded-lg border border-line bg-sunken p-4 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} size="md" variant="secondary">
          {t("copy")}
        </CopyButton>
        <Button
          onClick={() => {
            const link = document.createElement("a");
            link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`;
            link.download = "mooring-recovery-codes.txt";
            link.click();
          }}
        >
          <Download aria-hidden="true" />
          {t("download")}
        </Button>
        <Button variant="primary" onClick={onSaved}>
          {t("kept")}
        </Button>
      </div>
    </div>
  );
}

function SwitchedOn({ isOn, email, onCodes }: { isOn: SecondFactorView; email: string; onCodes: (codes: string[]) => void }) {
  const t = useTranslations("settings.second_factor");
  const { run, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  const switchOff = (data: FormData) =>
    run(
      () => switchSecondFactorOff(data),
      () => toast.success(t("switched_off")),
    );
  return (
    <form
      ref={form}
      className="grid gap-4"
      onReset={onReset}
      action={(data) =>
        run(
          () => makeRecoveryCodes(data),
          ({ recoveryCodes }) => onCodes(recoveryCodes),
        )
      }
    >
      <p ref={focusHeading} tabIndex={-1} className="text-ink-2">
        {t("on_since")} <Time at={isOn.since} />. {t("left", { count: isOn.recoveryCodesLeft })}
      </p>
      <Password email={email} error={fields["password"]} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="secondary">{t("renew")}</SubmitButton>
        <SubmitButton variant="danger" formAction={switchOff}>
          {t("off")}
        </SubmitButton>
      </div>
    </form>
  );
}
