"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useAction } from "@/components/shell/use-action";
import type { ProofRequest } from "@/components/shell/with-proof";
import { Button, SubmitButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PasswordField, TextField } from "@/components/ui/fields";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { anyKey } from "@/lib/i18n/any-key";
import { beginProof, proveWithPasskey, proveWithPassword } from "@/lib/identity/auth/sign-in-method-actions";

/** Asks for a fresh proof of identity when an action requires one (`proof_needed` in use-action.ts), then repeats the action. */
export function ProofDialog() {
  const t = useTranslations("settings.proof");
  const [asked, setAsked] = useState<ProofRequest | null>(null);

  useEffect(() => {
    const ask = (event: Event) => setAsked((event as CustomEvent<ProofRequest>).detail);
    addEventListener("proof-needed", ask);
    return () => removeEventListener("proof-needed", ask);
  }, []);

  const answer = (isProven: boolean): void => {
    setAsked(null);
    asked?.answer(isProven);
  };
  return (
    <Dialog open={asked !== null} onClose={() => answer(false)} title={t("title")} description={t("lead")}>
      <ProofForm onProven={() => answer(true)} />
    </Dialog>
  );
}

function ProofForm({ onProven }: { onProven: () => void }) {
  const t = useTranslations("settings.proof");
  const errors = anyKey(useTranslations("errors"));
  const { run, pending, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  // Only the first refusal reveals whether there is a second factor.
  const needsCode = fields["code"] !== undefined;
  const provePasskey = () =>
    run(
      () => beginProof({}),
      async ({ challengeId, options }) => {
        const { startAuthentication } = await import("@simplewebauthn/browser");
        const response = await startAuthentication({ optionsJSON: options }).catch(() => null);
        if (response) run(() => proveWithPasskey({ challengeId, response }), onProven);
      },
    );
  return (
    <form ref={form} className="grid gap-4" onReset={onReset} action={(data) => run(() => proveWithPassword(data), onProven)}>
      <PasswordField
        label={t("password")}
        error={fields["password"] ? errors(fields["password"]) : null}
        missing={errors("password_missing")}
        name="password"
        autoComplete="current-password"
        autoFocus
        required
      />
      {needsCode ? (
        <TextField
          label={t("code")}
          help={t("code_help")}
          error={fields["code"] ? errors(fields["code"]) : null}
          name="code"
          autoComplete="one-time-code"
          maxLength={40}
        />
      ) : null}
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t("submit")}</SubmitButton>
        <Button pending={pending} onClick={provePasskey}>
          {t("passkey")}
        </Button>
      </div>
    </form>
  );
}
