import { getTranslations } from "next-intl/server";
import { Logo } from "@/components/shell/logo";
import { SubmitButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { stopMails } from "@/lib/notify/unsubscribe-actions";
import { readUnsubscribeToken } from "@/lib/notify/unsubscribe-token";

export const generateMetadata = pageTitle("notifications.unsubscribe", "title", { robots: { index: false }, referrer: "no-referrer" });

/** Target of an unsubscribe link: asks for confirmation, needs no account. */
export default async function UnsubscribePage({ params, searchParams }: PageProps<"/unsubscribe/[token]">) {
  const [{ token }, { done }, t] = await Promise.all([params, searchParams, getTranslations("notifications.unsubscribe")]);
  const subscription = readUnsubscribeToken(token);

  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-4 px-5 py-10">
      <Logo className="size-8" />
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      {subscription === null ? (
        <p>{t("invalid")}</p>
      ) : done === "1" ? (
        <p role="status">{t("done")}</p>
      ) : (
        <>
          <p className="text-ink-2">{t(`text.${subscription.what}`)}</p>
          <form action={stopMails.bind(null, token)}>
            <SubmitButton>{t("confirm")}</SubmitButton>
          </form>
        </>
      )}
      <p>
        <TextLink href={subscription ? `/m/${subscription.merchantId}/settings/notifications` : "/"}>{t("sign_in")}</TextLink>
      </p>
    </main>
  );
}
