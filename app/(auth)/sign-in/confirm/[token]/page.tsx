import { getTranslations } from "next-intl/server";
import { SubmitButton } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { systemClock } from "@/lib/base/clock";
import { pageTitle } from "@/lib/i18n/page-title";
import { confirmThisBrowser } from "@/lib/identity/auth/actions";
import { findLinkEmail } from "@/lib/identity/auth/data";

export const generateMetadata = pageTitle("auth.confirm", "title", { robots: { index: false } });

/** Target of a confirmation link: opening it does not consume the token. */
export default async function ConfirmBrowserPage({ params }: PageProps<"/sign-in/confirm/[token]">) {
  const { token } = await params;
  const email = await findLinkEmail("confirm_browser", token, systemClock.now());
  const t = await getTranslations("auth.confirm");
  const reset = await getTranslations("auth.reset");
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{email === null ? reset("dead") : t("title")}</h1>
      <p className="mt-1 mb-6 text-balance text-ink-2">{t(email === null ? "dead_help" : "lead")}</p>
      {email === null ? (
        <LinkButton href="/sign-in">{(await getTranslations("auth.forgot"))("back")}</LinkButton>
      ) : (
        <form action={confirmThisBrowser.bind(null, token)}>
          <SubmitButton size="lg" className="w-full">
            {t("submit")}
          </SubmitButton>
        </form>
      )}
    </>
  );
}
