"use client";

import { Download, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useHasHostName, whyNoPasskey } from "@/components/settings/passkey-support";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { useAction } from "@/components/shell/use-action";
import { Button, SubmitButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { TextField } from "@/components/ui/fields";
import { focusHeading } from "@/components/ui/focus-heading";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { FactorsView, PasskeyView } from "@/lib/identity/auth/data";
import {
  beginPasskey,
  beginSecondFactor,
  dropPasskey,
  makeRecoveryCodes,
  storePasskey,
  switchSecondFactorOff,
  switchSecondFactorOn,
} from "@/lib/identity/auth/sign-in-method-actions";

interface Setup {
  secret: string;
  /** A QR code as SVG. */
  picture: string;
}

/** The user's second factors (app, passkeys, recovery codes); during a setup its steps, and new recovery codes once created. */
export function SecondFactor({ factors }: { factors: FactorsView }) {
  const t = useTranslations("settings.second_factor");
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  // Cancelling returns to the start.
  const [isBack, setBack] = useState(false);
  const { appSince, passkeys, recoveryCodesLeft } = factors;
  if (codes) return <RecoveryCodes codes={codes} onSaved={() => setCodes(null)} />;
  const leave = (made: string[] | null) => {
    setSetup(null);
    setCodes(made);
    setBack(true);
  };
  if (setup) return <SettingUp setup={setup} onLeave={leave} />;
  return (
    <div className="grid gap-6">
      <div key={appSince ? "on" : "off"} className="grid gap-4">
        <p ref={isBack ? focusHeading : null} tabIndex={-1} className="text-ink-2">
          {appSince ? (
            <>
              {t("on_since")} <Time at={appSince} />.
            </>
          ) : (
            t("lead")
          )}
        </p>
        {appSince ? (
          <ActionButton variant="danger" className="justify-self-start" action={() => switchSecondFactorOff({})} done={t("switched_off")}>
            {t("off")}
          </ActionButton>
        ) : (
          <ActionButton className="justify-self-start" action={() => beginSecondFactor({})} done={setSetup}>
            {t("begin")}
          </ActionButton>
        )}
      </div>
      <PasskeyList passkeys={passkeys} onCodes={setCodes} />
      {appSince || passkeys.length > 0 ? (
        <div className="grid gap-4">
          <p className="text-ink-2">{t("left", { count: recoveryCodesLeft })}</p>
          <ActionButton
            className="justify-self-start"
            action={() => makeRecoveryCodes({})}
            done={({ recoveryCodes }) => setCodes(recoveryCodes)}
          >
            {t("renew")}
          </ActionButton>
        </div>
      ) : null}
    </div>
  );
}

function SettingUp({ setup, onLeave }: { setup: Setup; onLeave: (codes: string[] | null) => void }) {
  const t = useTranslations("settings.second_factor");
  const errors = useTranslations("errors");
  return (
    <ActionForm
      action={switchSecondFactorOn}
      done={({ recoveryCodes }) => {
        toast.success(t("switched_on"));
        onLeave(recoveryCodes);
      }}
    >
      <p ref={focusHeading} tabIndex={-1} className="text-ink-2">
        {t("scan")}
      </p>
      {/* biome-ignore lint/performance/noImgElement: a data URL */}
      <img src={`data:image/svg+xml,${encodeURIComponent(setup.picture)}`} alt={t("qr")} width={192} height={192} className="rounded-md" />
      <CodeBlock caption={t("key")} code={setup.secret} />
      <TextField
        label={t("code")}
        help={t("code_help")}
        missing={errors("code_missing")}
        fieldClassName="sm:max-w-72"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={40}
        required
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t("confirm")}</SubmitButton>
        <Button variant="ghost" onClick={() => onLeave(null)}>
          {t("cancel")}
        </Button>
      </div>
    </ActionForm>
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
          icon={<Download />}
          onClick={() => {
            const link = document.createElement("a");
            link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`${text}
`)}`;
            link.download = "mooring-recovery-codes.txt";
            link.click();
          }}
        >
          {t("download")}
        </Button>
        <Button variant="primary" onClick={onSaved}>
          {t("kept")}
        </Button>
      </div>
    </div>
  );
}

/** The user's passkeys; `onCodes` receives the recovery codes created with the first factor. */
function PasskeyList({ passkeys, onCodes }: { passkeys: readonly PasskeyView[]; onCodes: (codes: string[]) => void }) {
  const t = useTranslations("settings.passkeys");
  const { run, pending } = useAction();
  const hasHostName = useHasHostName();
  const add = () =>
    run(
      () => beginPasskey({}),
      async ({ challengeId, options }) => {
        const { startRegistration } = await import("@simplewebauthn/browser");
        const response = await startRegistration({ optionsJSON: options }).catch(whyNoPasskey);
        if (typeof response === "string") return toast.error(t(response));
        run(
          () => storePasskey({ challengeId, response }),
          ({ recoveryCodes }) => {
            toast.success(t("added"));
            if (recoveryCodes.length > 0) onCodes(recoveryCodes);
          },
        );
      },
    );
  return (
    <div className="grid gap-4">
      <h3 className="font-medium">{t("title")}</h3>
      <p className="-mt-3 text-ink-2">{t("lead")}</p>
      <FocusKeeper outcome={passkeys.length}>
        {passkeys.length > 0 ? (
          <ul className="mb-4 divide-y divide-line">
            {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
              <li key={id} className="flex items-center gap-3 py-2.5">
                <KeyRound className="size-4.5 shrink-0 text-ink-3" />
                <div className="min-w-0 flex-1">
                  <p className="font-medium">{name}</p>
                  <p className="text-ink-3 text-sm">
                    {t("since")} <Time at={createdAt} />
                    {lastUsedAt ? (
                      <>
                        {" "}
                        · {t("used")} <Time at={lastUsedAt} />
                      </>
                    ) : null}
                  </p>
                </div>
                <ActionButton size="sm" aria-label={t("remove_of", { name })} action={() => dropPasskey({ id })} done={t("removed")}>
                  {t("remove")}
                </ActionButton>
              </li>
            ))}
          </ul>
        ) : null}
        {hasHostName ? (
          <Button pending={pending} onClick={add}>
            {t("add")}
          </Button>
        ) : (
          <p className="text-ink-2">{t("needs_name")}</p>
        )}
      </FocusKeeper>
    </div>
  );
}
