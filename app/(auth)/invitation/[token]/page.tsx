import { getTranslations } from "next-intl/server";
import { StepButton } from "@/app/(auth)/auth-form";
import { NewcomerForm } from "@/app/(auth)/forms";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { findInvitation, type OpenInvitation } from "@/lib/identity/accounts/data";
import { acceptHere, signOutForInvitation } from "@/lib/identity/accounts/invitation-actions";
import { signInPath } from "@/lib/identity/auth/return-path";
import { currentPerson } from "@/lib/identity/auth/session";

export const generateMetadata = pageTitle("auth.invitation", "page_title", { robots: { index: false } });

/** Target of an invitation link: opening it does not consume the token. */
export default async function InvitationPage({ params }: PageProps<"/invitation/[token]">) {
  const { token } = await params;
  const [invitation, t] = await Promise.all([findInvitation(token, systemClock.now()), getTranslations("auth.invitation")]);
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em] [overflow-wrap:anywhere]">
        {invitation ? t("title", { merchant: invitation.merchantName }) : t("dead")}
      </h1>
      {invitation ? (
        <Accept token={token} invitation={invitation} />
      ) : (
        <>
          <p className="mt-1 mb-6 text-ink-2">{t("dead_help")}</p>
          <LinkButton href="/">{t("home")}</LinkButton>
        </>
      )}
    </>
  );
}

async function Accept({ token, invitation }: { token: string; invitation: OpenInvitation }) {
  const [person, t] = await Promise.all([currentPerson(), getTranslations("auth.invitation")]);
  const { email, role, hasAccount, isFrozen } = invitation;
  if (isFrozen) return <p className="mt-1 text-ink-2">{t("frozen")}</p>;
  const isOther = person !== null && person.email !== email;
  const why = person?.isStaff && !isOther ? "staff" : isOther ? "other" : person ? "here" : hasAccount ? "account" : "newcomer";
  return (
    <>
      <p className="mt-1 text-ink-2">{t(`role.${role}`)}</p>
      <p className="mt-1 mb-6 text-ink-2 [overflow-wrap:anywhere]">{t(why, { email, own: person?.email ?? "" })}</p>
      {why === "here" ? (
        <StepButton action={acceptHere.bind(null, token)}>{t("accept")}</StepButton>
      ) : why === "other" ? (
        <StepButton action={signOutForInvitation.bind(null, token)} variant="secondary">
          {t("sign_out")}
        </StepButton>
      ) : why === "account" ? (
        <LinkButton variant="primary" size="lg" className="w-full" href={signInPath(`/invitation/${token}`)}>
          {t("sign_in")}
        </LinkButton>
      ) : why === "newcomer" ? (
        <NewcomerForm token={token} email={email} />
      ) : null}
    </>
  );
}
