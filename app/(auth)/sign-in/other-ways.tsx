"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Refusal } from "@/app/(auth)/auth-form";
import { useHasHostName, whyNoPasskey } from "@/components/settings/passkey-support";
import { SubmitButton } from "@/components/ui/button";
import { isHostName } from "@/lib/base/host-name";
import { beginPasskeySignIn, finishPasskeySignIn } from "@/lib/identity/auth/actions";
import type { FormError } from "@/lib/identity/auth/form-state";

interface PasskeySignInProps {
  from: string | null;
  /** Of the request, so that the page does not move once it is interactive. */
  host: string | null;
  /** The passkey is the expected way, not the other one. */
  leads?: boolean;
}

export function PasskeySignIn({ from, host, leads = false }: PasskeySignInProps) {
  const t = useTranslations("auth.passkey");
  const hasHostName = useHasHostName(isHostName(host ?? ""));
  const [error, setError] = useState<FormError | null>(null);
  const signIn = async (): Promise<void> => {
    setError(null);
    const asked = await beginPasskeySignIn();
    if ("error" in asked) return setError(asked.error);
    // Loaded on demand: most visitors sign in with a password.
    const { startAuthentication } = await import("@simplewebauthn/browser");
    const response = await startAuthentication({ optionsJSON: asked.options }).catch(whyNoPasskey);
    if (typeof response === "string") {
      const code = response === "cancelled" ? "passkey_cancelled" : "passkey_unsupported";
      return setError({ code, retryAfterSeconds: 0 });
    }
    setError((await finishPasskeySignIn({ challengeId: asked.challengeId, response }, from)).error);
  };
  if (!hasHostName) return leads ? <p className="mb-4">{t("needs_name")}</p> : null;
  return (
    <form action={signIn} className={leads ? "mb-6 grid gap-3" : "mt-3 grid gap-3"}>
      <SubmitButton variant={leads ? "primary" : "secondary"} size="lg" className="w-full">
        {t("sign_in")}
      </SubmitButton>
      <div role="status" className="empty:sr-only">
        {error ? <Refusal error={error} /> : null}
      </div>
    </form>
  );
}

/** Sign-in of support staff through their OpenID Connect issuer. */
export function IssuerSignIn({ provider, label, from }: { provider: string; label: string; from: string | null }) {
  const t = useTranslations("auth.oidc");
  // Loaded on demand: most visitors sign in with a password.
  const begin = async (): Promise<void> => {
    const { signIn } = await import("next-auth/react");
    await signIn(provider, { callbackUrl: from ?? "/" });
  };
  return (
    <section aria-labelledby="oidc" className="mt-6 border-line border-t pt-5">
      <h2 id="oidc" className="mb-2 font-medium text-ink-2">
        {t("title")}
      </h2>
      <form action={begin}>
        <SubmitButton variant="secondary" size="lg" className="w-full whitespace-normal text-center">
          {t("link", { label })}
        </SubmitButton>
      </form>
    </section>
  );
}
