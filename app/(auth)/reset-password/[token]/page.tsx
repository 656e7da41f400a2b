import { getTranslations } from "next-intl/server";
import { AuthHeading } from "@/app/(auth)/auth-form";
import { ResetForm } from "@/app/(auth)/forms";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { findLinkEmail } from "@/lib/identity/auth/data";

export const generateMetadata = pageTitle("auth.reset", "title", { robots: { index: false } });

/** Target of a reset link: opening it does not consume the token. */
export default async function ResetPasswordPage({ params }: PageProps<"/reset-password/[token]">) {
  const { token } = await params;
  const [email, t] = await Promise.all([findLinkEmail("password_reset", token, systemClock.now()), getTranslations("auth.reset")]);
  return (
    <>
      <AuthHeading title={t(email === null ? "dead" : "title")} lead={t(email === null ? "dead_help" : "lead")} />
      {email === null ? <LinkButton href="/forgot-password">{t("again")}</LinkButton> : <ResetForm token={token} email={email} />}
    </>
  );
}
