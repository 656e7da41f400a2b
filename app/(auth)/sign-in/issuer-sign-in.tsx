"use client";

import { useTranslations } from "next-intl";
import { SubmitButton } from "@/components/ui/submit-button";

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
