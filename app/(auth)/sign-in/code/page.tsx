import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthHeading } from "@/app/(auth)/auth-form";
import { CodeForm } from "@/app/(auth)/forms";
import { PasskeySignIn } from "@/app/(auth)/sign-in/other-ways";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { findFactors } from "@/lib/identity/auth/data";
import { readPendingSignIn } from "@/lib/identity/auth/request";
import { safeReturnPath, signInPath } from "@/lib/identity/auth/return-path";
import { currentPerson } from "@/lib/identity/auth/session";

export const generateMetadata = pageTitle("auth", "title");

/** The second factor, after the password. Who has no app is asked for the passkey, and never for an app's code. */
export default async function CodePage({ searchParams }: PageProps<"/sign-in/code">) {
  const from = safeReturnPath((await searchParams)["from"]);
  if (await currentPerson()) redirect(from ?? "/");
  const pending = await readPendingSignIn();
  if (!pending) redirect(signInPath(from));
  const { appSince, passkeys } = await findFactors(pending);
  const [t, host] = [await getTranslations("auth.code"), (await headers()).get("host")];
  return (
    <>
      {appSince === null ? (
        <>
          <AuthHeading title={t("passkey.title")} lead={t("passkey.lead")} />
          <PasskeySignIn from={from} host={host} leads />
          <p className="mb-4 text-ink-2">{t("passkey.or")}</p>
          <CodeForm from={from} hasApp={false} />
        </>
      ) : (
        <>
          <AuthHeading title={t("title")} lead={t("lead")} />
          <CodeForm from={from} hasApp />
          {passkeys.length > 0 ? <PasskeySignIn from={from} host={host} /> : null}
        </>
      )}
      <p className="mt-5">
        <TextLink href={signInPath(from)}>{t("again")}</TextLink>
      </p>
    </>
  );
}
