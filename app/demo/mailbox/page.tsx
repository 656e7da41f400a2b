import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Logo } from "@/components/shell/logo";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { pageTitle } from "@/lib/i18n/page-title";
import { mailTransport } from "@/lib/infra/mail/send-mail";
import { listCapturedMails } from "@/lib/notify/data";

export const generateMetadata = pageTitle("notifications.mailbox", "title", { robots: { index: false } });

/** Mails that the demo would have sent. Not found with a mail server or outside the demo. */
export default async function MailboxPage() {
  if (mailTransport() !== "captured") notFound();
  const [mails, t, app] = await Promise.all([listCapturedMails(), getTranslations("notifications.mailbox"), getTranslations("app")]);
  return (
    <main className="mx-auto w-full max-w-3xl px-3 py-6 sm:px-5 sm:py-10">
      <Link prefetch={false} href="/" className="mb-6 flex w-fit items-center gap-2.5 font-semibold text-lg">
        <Logo className="size-7" />
        {app("name")}
      </Link>
      <PageHeader title={t("title")} description={t("lead")} />
      {mails.length === 0 ? <p className="text-ink-2">{t("none")}</p> : null}
      <ul className="grid gap-3">
        {mails.map(({ id, recipient, subject, html, text, replyTo, at }) => (
          <li key={id}>
            <details className="rounded-lg border border-line bg-surface">
              <summary className="grid cursor-pointer gap-x-3 px-4 py-2.5 sm:flex sm:flex-wrap sm:items-center">
                <span className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{subject}</span>
                <span className="text-ink-3 text-sm [overflow-wrap:anywhere]">
                  {t("to", { recipient })} · <Time at={at} />
                </span>
              </summary>
              {replyTo === null ? null : (
                <p className="border-line border-t px-4 py-2 text-ink-2 text-sm [overflow-wrap:anywhere]">
                  {t.rich("reply_to", { address: () => <code className="font-mono">{replyTo}</code> })}
                </p>
              )}
              {/* A sandboxed document without scripts, as in a mail client. */}
              <iframe
                title={subject}
                sandbox="allow-popups allow-popups-to-escape-sandbox"
                srcDoc={html}
                className="h-[70dvh] w-full sm:h-[28rem] border-line border-t"
              />
              <details className="border-line border-t px-4 py-2">
                <summary className="cursor-pointer text-ink-2 text-sm">{t("text_part")}</summary>
                <pre className="mt-2 whitespace-pre-wrap font-mono text-sm [overflow-wrap:anywhere]">{text}</pre>
              </details>
            </details>
          </li>
        ))}
      </ul>
    </main>
  );
}
