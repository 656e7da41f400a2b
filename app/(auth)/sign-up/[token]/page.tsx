import { getTranslations } from "next-intl/server";
import { AuthHeading } from "@/app/(auth)/auth-form";
import { SignUpForm } from "@/app/(auth)/forms";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { isFirstAccountLink } from "@/lib/identity/accounts/first-account";
import { findLinkEmail } from "@/lib/identity/auth/data";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export const generateMetadata = pageTitle("auth.sign_up", "title", { robots: { index: false } });

/** Target of a verification link, or of the first account's: opening it does not consume the token. */
export default async function MakeAccountPage({ params }: PageProps<"/sign-up/[token]">) {
  const { token } = await params;
  const isFirst = await isFirstAccountLink(token, systemClock.now());
  const email = isFirst ? null : await findLinkEmail("sign_up", token, systemClock.now());
  const isDead = !isFirst && email === null;
  const t = await getTranslations("auth.sign_up");
  const signIn = await getTranslations("auth");
  const reset = await getTranslations("auth.reset");
  return (
    <>
      <AuthHeading title={isDead ? reset("dead") : t("title")} lead={t(isDead ? "dead_help" : isFirst ? "first" : "confirmed")} />
      {isDead ? (
        // A used link of the first account: without mails no other one can be requested.
        <LinkButton href={signUpIsOpen() ? "/sign-up" : "/sign-in"}>{signUpIsOpen() ? reset("again") : signIn("submit")}</LinkButton>
      ) : (
        <SignUpForm token={token} email={email} />
      )}
    </>
  );
}
