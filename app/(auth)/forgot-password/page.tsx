import { getTranslations } from "next-intl/server";
import { LinkForm } from "@/app/(auth)/link-form";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { requestReset } from "@/lib/identity/auth/link-actions";
import { mailTransport } from "@/lib/infra/mail/send-mail";

export const generateMetadata = pageTitle("auth.forgot", "title");

export default async function ForgotPasswordPage() {
  const t = await getTranslations("auth.forgot");
  const sendsMail = mailTransport() !== "none";
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("title")}</h1>
      <p className="mt-1 mb-6 text-balance text-ink-2">{t(sendsMail ? "lead" : "no_mail")}</p>
      {sendsMail ? <LinkForm ask={requestReset} submit={t("submit")} taken={{ title: t("taken.title"), help: t("taken.help") }} /> : null}
      <p className="mt-5">
        <TextLink href="/sign-in">{t("back")}</TextLink>
      </p>
    </>
  );
}
