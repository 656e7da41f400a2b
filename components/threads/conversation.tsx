import type { Route } from "next";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { focusTarget } from "@/components/ui/focus-target";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import type { Thread, ThreadMessage } from "@/lib/support/threads/thread";

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

/** How support solved it; nothing before. `href`: the page of the shop. */
export function Solution({ solution, href }: Pick<Thread, "solution"> & { href: Route | null }) {
  const t = useTranslations("threads.solution");
  const causes = anyKey(useTranslations("causes"));
  if (!solution) return null;
  const causeWords = solution.causeCode && nameCause(causes, solution.causeCode);
  return (
    <Banner
      tone="healthy"
      title={
        <span {...focusTarget} tabIndex={-1} className="outline-none">
          {t("title")}
        </span>
      }
      className="max-w-[42rem]"
    >
      {causeWords === null ? null : <p>{href === null ? causeWords : <TextLink href={href}>{causeWords}</TextLink>}</p>}
      <p className="text-ink">{t("fix", { fix: solution.fix })}</p>
      <p className="text-sm">
        {solution.by.kind === "job" ? null : <bdi>{solution.by.name}</bdi>} · <Time at={solution.at} />
      </p>
    </Banner>
  );
}
