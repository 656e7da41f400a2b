import { getTranslations } from "next-intl/server";
import { SubmitButton } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { findEmailChange } from "@/lib/identity/auth/email-change";
import { confirmThisEmail } from "@/lib/identity/auth/link-actions";

export const generateMetadata = pageTitle("auth.email_change", "title", { robots: { index: false } });

const RESULTS = ["waiting", "changed", "email_taken"] as const;

/** Target of the links to both addresses of a change: opening it does not consume the token. */
export default async function ConfirmEmailPage({ params, searchParams }: PageProps<"/confirm-email/[token]">) {
  const { token } = await params;
  const [t, query, change] = await Promise.all([
    getTranslations("auth.email_change"),
    searchParams,
    findEmailChange(token, systemClock.now()),
  ]);
  const result = RESULTS.find((known) => known === query["result"]) ?? (change ? null : "dead");
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("title")}</h1>
      <p className="mt-1 mb-6 text-balance text-ink-2 [overflow-wrap:anywhere]">
        {result === null ? t("lead", { email: change?.newEmail ?? "" }) : t(result)}
      </p>
      {result === null ? (
        <form action={confirmThisEmail.bind(null, token)}>
          <SubmitButton size="lg" className="w-full">
            {t("submit")}
          </SubmitButton>
        </form>
      ) : (
        <LinkButton href="/">{t("home")}</LinkButton>
      )}
    </>
  );
}
