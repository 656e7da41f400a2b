import { Paperclip } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { ReportMessage } from "@/lib/operations/reports/answers/data";

interface ReportMessagesProps {
  messages: readonly ReportMessage[];
  /** How the reader knows the merchant's side: the member's name, or what the host may see. */
  merchantName: (message: ReportMessage) => ReactNode;
  /** Where the reader downloads a file. */
  fileHref: (fileId: string) => string;
}

/** What a hosting provider and a merchant wrote to each other about a report, oldest first. */
export function ReportMessages({ messages, merchantName, fileHref }: ReportMessagesProps) {
  const t = useTranslations("reports.answers");
  const format = useFormatter();
  return (
    <ol aria-label={t("messages")} className="grid gap-3">
      {messages.map((message) => (
        <li
          key={message.id}
          className={`max-w-[42rem] rounded-lg border border-line px-4 py-2.5 ${message.side === "host" ? "bg-accent-soft" : "bg-surface"}`}
        >
          <p className="flex flex-wrap items-baseline gap-x-2 text-ink-2 text-sm">
            <bdi className="font-medium text-ink">{message.side === "host" ? t("host") : merchantName(message)}</bdi>
            {message.kind === "message" ? null : <Badge tone="accent">{t(`kind.${message.kind}`)}</Badge>}
            <Time at={message.at} />
          </p>
          {message.text === "" ? null : <p className="mt-0.5 whitespace-pre-wrap [overflow-wrap:anywhere]">{message.text}</p>}
          {message.attachments.length > 0 ? (
            <ul aria-label={t("files")} className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm">
              {message.attachments.map(({ id, name, bytes }) => (
                <li key={id} className="min-w-0">
                  <a href={fileHref(id)} className="inline-flex min-h-6 items-center gap-1.5 underline [overflow-wrap:anywhere]">
                    <Paperclip aria-hidden="true" className="size-3.5 shrink-0" />
                    <bdi>{name}</bdi>
                    <span className="text-ink-3">
                      {format.number(Math.max(1, Math.round(bytes / 1000)), { style: "unit", unit: "kilobyte" })}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
