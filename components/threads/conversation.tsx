import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { ThreadMessage } from "@/lib/support/threads/thread";

export function Conversation({ messages }: { messages: readonly ThreadMessage[] }) {
  const t = useTranslations("threads");
  return (
    <ol aria-label={t("messages")} className="grid gap-3">
      {messages.map(({ id, author, text, at }) => {
        const isStaff = author.kind === "staff";
        return (
          <li key={id} className={`max-w-[42rem] rounded-lg border border-line px-4 py-2.5 ${isStaff ? "bg-accent-soft" : "bg-surface"}`}>
            <p className="flex flex-wrap items-baseline gap-x-2 text-ink-2 text-sm">
              <bdi className="font-medium text-ink">{author.kind === "job" ? author.job : author.name}</bdi>
              {isStaff ? <Badge tone="accent">{t("support")}</Badge> : null}
              <Time at={at} />
            </p>
            <p className="mt-0.5 whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
          </li>
        );
      })}
    </ol>
  );
}
