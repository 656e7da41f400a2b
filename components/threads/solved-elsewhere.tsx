import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { SolvedThread } from "@/lib/support/threads/data";

/** For staff: solutions of the same cause at other merchants. */
export function SolvedElsewhere({ solved }: { solved: readonly SolvedThread[] }) {
  const t = useTranslations("threads.solved_elsewhere");
  if (solved.length === 0) return null;
  return (
    <Panel title={t("title")}>
      <ul className="divide-y divide-line">
        {solved.map(({ id, merchantId, merchantName, fix, by, at }) => (
          <li key={id} className="py-2 [overflow-wrap:anywhere] first:pt-0 last:pb-0">
            <TextLink href={`/support/threads/${merchantId}/${id}`}>{fix}</TextLink>
            <p className="text-ink-3 text-sm">
              <bdi>{merchantName}</bdi> · <bdi>{by}</bdi> · <Time at={at} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
