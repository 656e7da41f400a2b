import type { Route } from "next";
import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { focusTarget } from "@/components/ui/focus-target";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { Thread } from "@/lib/support/threads/thread";

interface SolutionProps {
  solution: NonNullable<Thread["solution"]>;
  causeWords: string | null;
  href: Route | null;
}

export function Solution({ solution, causeWords, href }: SolutionProps) {
  const t = useTranslations("threads.solution");
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
