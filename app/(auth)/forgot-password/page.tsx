import { getTranslations } from "next-intl/server";
import { AuthHeading } from "@/app/(auth)/auth-form";
import { LinkForm } from "@/app/(auth)/forms";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { requestReset } from "@/lib/identity/auth/actions";
import { mailTransport } from "@/lib/infra/mail/send-mail";

export const generateMetadata = pageTitle("auth.forgot", "title");

export default async function ForgotPasswordPage() {
  const t = await getTranslations("auth.forgot");
  const sendsMail = mailTransport() !== "none";
  return (
    <>
      <AuthHeading title={t("title")} lead={t(sendsMail ? "lead" : "no_mail")} />
      {sendsMail ? <LinkForm ask={requestReset} submit={t("submit")} mailed={{ title: t("taken.title"), help: t("taken.help") }} /> : null}
      <p className="mt-5">
        <TextLink href="/sign-in">{t("back")}</TextLink>
      </p>
    </>
  );
}
