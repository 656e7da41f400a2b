import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { ReportMessage } from "@/lib/operations/reports/answers/data";

interface ReportMessagesProps {
  messages: readonly ReportMessage[];
  /** How the reader knows the merchant's side: the member's name, or what the host may see. */
  merchantName: (message: ReportMessage) => ReactNode;
}

/** What a hosting provider and a merchant wrote to each other about a report, oldest first. */
export function ReportMessages({ messages, merchantName }: ReportMessagesProps) {
  const t = useTranslations("reports.answers");
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
        </li>
      ))}
    </ol>
  );
}
