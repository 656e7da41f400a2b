import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LinkForm } from "@/app/(auth)/link-form";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { requestSignUp } from "@/lib/identity/auth/link-actions";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export const generateMetadata = pageTitle("auth.sign_up", "title");

export default async function SignUpPage() {
  if (!signUpIsOpen()) notFound();
  const [t, forgot] = await Promise.all([getTranslations("auth.sign_up"), getTranslations("auth.forgot")]);
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("title")}</h1>
      <p className="mt-1 mb-6 text-balance text-ink-2">{t("lead")}</p>
      <LinkForm ask={requestSignUp} submit={forgot("submit")} taken={{ title: forgot("taken.title"), help: t("taken_help") }} />
      <p className="mt-5">
        <TextLink href="/sign-in">{forgot("back")}</TextLink>
      </p>
    </>
  );
}
