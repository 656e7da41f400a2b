import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthHeading } from "@/app/(auth)/auth-form";
import { LinkForm } from "@/app/(auth)/forms";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { requestSignUp } from "@/lib/identity/auth/actions";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";

export const generateMetadata = pageTitle("auth.sign_up", "title");

export default async function SignUpPage() {
  if (!signUpIsOpen()) notFound();
  const [t, forgot] = await Promise.all([getTranslations("auth.sign_up"), getTranslations("auth.forgot")]);
  return (
    <>
      <AuthHeading title={t("title")} lead={t("lead")} />
      <LinkForm ask={requestSignUp} submit={forgot("submit")} mailed={{ title: forgot("taken.title"), help: t("taken_help") }} />
      <p className="mt-5">
        <TextLink href="/sign-in">{forgot("back")}</TextLink>
      </p>
    </>
  );
}
