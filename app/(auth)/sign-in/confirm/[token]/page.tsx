import { getTranslations } from "next-intl/server";
import { AuthHeading, StepButton } from "@/app/(auth)/auth-form";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { confirmThisBrowser } from "@/lib/identity/auth/actions";
import { findLinkEmail } from "@/lib/identity/auth/data";

export const generateMetadata = pageTitle("auth.confirm", "title", { robots: { index: false } });

/** Target of a confirmation link: opening it does not consume the token. */
export default async function ConfirmBrowserPage({ params }: PageProps<"/sign-in/confirm/[token]">) {
  const { token } = await params;
  const email = await findLinkEmail("confirm_browser", token, systemClock.now());
  const t = await getTranslations("auth.confirm");
  const reset = await getTranslations("auth.reset");
  return (
    <>
      <AuthHeading title={email === null ? reset("dead") : t("title")} lead={t(email === null ? "dead_help" : "lead")} />
      {email === null ? (
        <LinkButton href="/sign-in">{(await getTranslations("auth.forgot"))("back")}</LinkButton>
      ) : (
        <StepButton action={confirmThisBrowser.bind(null, token)}>{t("submit")}</StepButton>
      )}
    </>
  );
}
