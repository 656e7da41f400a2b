import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthHeading } from "@/app/(auth)/auth-form";
import { CodeForm } from "@/app/(auth)/forms";
import { PasskeySignIn } from "@/app/(auth)/sign-in/other-ways";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { readPendingSignIn } from "@/lib/identity/auth/request";
import { safeReturnPath, signInPath } from "@/lib/identity/auth/return-path";
import { currentPerson } from "@/lib/identity/auth/session";

export const generateMetadata = pageTitle("auth.code", "title");

export default async function CodePage({ searchParams }: PageProps<"/sign-in/code">) {
  const from = safeReturnPath((await searchParams)["from"]);
  if (await currentPerson()) redirect(from ?? "/");
  if (!(await readPendingSignIn())) redirect(signInPath(from));
  const t = await getTranslations("auth.code");
  return (
    <>
      <AuthHeading title={t("title")} lead={t("lead")} />
      <CodeForm from={from} />
      <PasskeySignIn from={from} />
      <p className="mt-5">
        <TextLink href={signInPath(from)}>{t("again")}</TextLink>
      </p>
    </>
  );
}
