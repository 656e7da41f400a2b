import { getTranslations } from "next-intl/server";
import { AuthHeading, StepButton } from "@/app/(auth)/auth-form";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { confirmThisEmail } from "@/lib/identity/auth/actions";
import { findEmailChange } from "@/lib/identity/auth/email-change";

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
      <AuthHeading title={t("title")} lead={result === null ? t("lead", { email: change?.newEmail ?? "" }) : t(result)} />
      {result === null ? (
        <StepButton action={confirmThisEmail.bind(null, token)}>{t("submit")}</StepButton>
      ) : (
        <LinkButton href="/">{t("home")}</LinkButton>
      )}
    </>
  );
}
