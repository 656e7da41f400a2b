import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CodeForm } from "@/app/(auth)/sign-in/code/code-form";
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
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("title")}</h1>
      <p className="mt-1 mb-6 text-balance text-ink-2">{t("lead")}</p>
      <CodeForm from={from} />
      <PasskeySignIn from={from} />
      <p className="mt-5">
        <TextLink href={signInPath(from)}>{t("again")}</TextLink>
      </p>
    </>
  );
}
