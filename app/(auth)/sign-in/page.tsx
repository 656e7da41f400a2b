import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthHeading, Refusal } from "@/app/(auth)/auth-form";
import { SignInForm } from "@/app/(auth)/forms";
import { IssuerSignIn, PasskeySignIn } from "@/app/(auth)/sign-in/other-ways";
import { Banner } from "@/components/ui/banner";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { OIDC_PROVIDER } from "@/lib/identity/auth/oidc-provider";
import { isOidcRefusal } from "@/lib/identity/auth/oidc-refusals";
import { oidcSettings } from "@/lib/identity/auth/oidc-settings";
import { safeReturnPath } from "@/lib/identity/auth/return-path";
import { currentPerson } from "@/lib/identity/auth/session";
import { signUpIsOpen } from "@/lib/identity/auth/sign-up-is-open";
import { mailTransport } from "@/lib/infra/mail/send-mail";

export const generateMetadata = pageTitle("auth", "title");

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const query = await searchParams;
  // next-auth's own sign-in passes the return path as `callbackUrl`.
  const from = safeReturnPath(query["from"] ?? query["callbackUrl"]);
  if (await currentPerson()) redirect(from ?? "/");
  const t = await getTranslations("auth");
  const oidc = oidcSettings();
  const refusal = oidc && isOidcRefusal(query["error"]) ? query["error"] : null;
  return (
    <>
      <AuthHeading title={t("title")} lead={t("lead")} />
      {refusal ? (
        <div className="-mt-2 mb-6">
          <Refusal error={{ code: refusal, retryAfterSeconds: 0 }} />
        </div>
      ) : null}
      {query["confirmed"] === undefined ? null : (
        <Banner tone="working" title={t("confirm.done")} className="-mt-2 mb-6">
          {t("confirm.done_help")}
        </Banner>
      )}
      <SignInForm
        from={from}
        failedElsewhere={query["error"] === "CredentialsSignin"}
        hasRefusal={refusal !== null}
        sendsMail={mailTransport() !== "none"}
      />
      <PasskeySignIn from={from} host={(await headers()).get("host")} />
      {oidc ? <IssuerSignIn provider={OIDC_PROVIDER} label={oidc.label} from={from} /> : null}
      <p className="mt-5 flex flex-wrap justify-between gap-x-4 gap-y-1">
        <TextLink href="/forgot-password">{t("forgot.link")}</TextLink>
        {signUpIsOpen() ? <TextLink href="/sign-up">{t("sign_up.link")}</TextLink> : null}
      </p>
    </>
  );
}
