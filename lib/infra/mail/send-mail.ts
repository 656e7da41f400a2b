import { render, toPlainText } from "@react-email/render";
import { createTransport, type Transporter } from "nodemailer";
import { createElement } from "react";
import { inPlatform } from "@/lib/infra/db";
import { env, isLoopback } from "@/lib/infra/env";
import { MailDocument, type MailParts } from "@/lib/infra/mail/mail-document";

export interface Mail extends MailParts {
  to: { name: string; address: string };
  subject: string;
  /** Stable for one message, so that mail programs recognize a retry after a crash as the same mail. */
  messageId: string;
  replyTo: string | null;
  /** The `messageId` of the first mail of its thread. */
  inReplyTo?: string | null;
}

/** Whether mails are sent by SMTP, stored in the database (demo, tests), or disabled. */
export const mailTransport = (): "smtp" | "captured" | "none" => (env().SMTP_URL ? "smtp" : env().MAIL_CAPTURE ? "captured" : "none");

/** A mail server on another host never receives anything unencrypted. */
const demandsTls = (): boolean => !env().ALLOW_PLAIN_SMTP && !isLoopback(new URL(env().SMTP_URL ?? "").hostname);

export class NoMailServer extends Error {}

let transport: Transporter | undefined;

/** Sends one mail with its plain-text part. Throws the mail server's error, or `NoMailServer` if none is configured. */
export async function sendMail(mail: Mail): Promise<void> {
  const way = mailTransport();
  if (way === "none") throw new NoMailServer("SMTP_URL is not set");
  const html = await render(createElement(MailDocument, mail));
  const text = toPlainText(html, { selectors: [{ selector: "h1", options: { uppercase: false } }] });
  const idOf = (name: string): string => `<${name}@${new URL(env().NEXTAUTH_URL ?? "http://mooring.invalid").hostname}>`;
  const headers: Record<string, string> = {
    ...(mail.unsubscribe ? { "List-Unsubscribe": `<${mail.unsubscribe.url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
    ...(mail.inReplyTo ? { "In-Reply-To": idOf(mail.inReplyTo), References: idOf(mail.inReplyTo) } : {}),
  };
  if (way === "captured") {
    const shown = { ...headers, "Message-ID": idOf(mail.messageId), ...(mail.replyTo === null ? {} : { "Reply-To": mail.replyTo }) };
    await inPlatform((tx) =>
      tx.capturedMail.create({ data: { recipient: mail.to.address, subject: mail.subject, text, html, headers: shown } }),
    );
    return;
  }
  transport ??= createTransport(env().SMTP_URL ?? "", {
    // Requires STARTTLS; otherwise a forged response could make us send the mail in plain text.
    requireTLS: demandsTls(),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  } as object);
  await transport.sendMail({
    from: env().MAIL_FROM,
    to: { name: mail.to.name, address: mail.to.address },
    subject: mail.subject,
    messageId: idOf(mail.messageId),
    headers: { ...headers, "Auto-Submitted": "auto-generated" },
    html,
    text,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
  });
}
