import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignUpForm } from "@/app/(auth)/token-forms";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { findLinkEmail } from "@/lib/identity/auth/data";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export const generateMetadata = pageTitle("auth.sign_up", "title", { robots: { index: false } });

/** Target of a verification link: opening it does not consume the token. */
export default async function MakeAccountPage({ params }: PageProps<"/sign-up/[token]">) {
  if (!signUpIsOpen()) notFound();
  const { token } = await params;
  const email = await findLinkEmail("sign_up", token, systemClock.now());
  const t = await getTranslations("auth.sign_up");
  const reset = await getTranslations("auth.reset");
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{email === null ? reset("dead") : t("title")}</h1>
      <p className="mt-1 mb-6 text-balance text-ink-2">{t(email === null ? "dead_help" : "confirmed")}</p>
      {email === null ? <LinkButton href="/sign-up">{reset("again")}</LinkButton> : <SignUpForm token={token} email={email} />}
    </>
  );
}
