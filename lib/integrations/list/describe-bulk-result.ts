import type { useTranslations } from "next-intl";
import type { AnsweredShops, BulkOutcome, BulkSum, NotRefreshed } from "@/lib/integrations/list/bulk";

type Translate = ReturnType<typeof useTranslations<"sync">>;

const whyOf = (t: Translate, reason: NotRefreshed, count: number): string =>
  reason.kind === "refused" ? t(`bulk_reasons.why.${reason.code}`, { count }) : t(`failure.${reason.code}`, { status: reason.status ?? 0 });

/** Explains why shops were not refreshed. `t` translates in the namespace `sync`; `names` maps the existing shops, in display order. */
export function describeBulkResult(t: Translate, { joinedIds, left, ...sums }: BulkSum, names: ReadonlyMap<string, string>): BulkOutcome {
  const shopsOf = (ids: readonly string[]): AnsweredShops["shops"] =>
    [...names].filter(([id]) => ids.includes(id)).map(([id, name]) => ({ id, name }));
  const said = (count: number, why: string): string => t("bulk_reasons.shops", { count, why });
  const groups = [...Map.groupBy(left, ({ reason }) => whyOf(t, reason, 1)).values()].sort((a, b) => b.length - a.length);
  return {
    ...sums,
    notRefreshed: left.length,
    joined:
      joinedIds.length === 0
        ? null
        : { words: said(joinedIds.length, t("bulk_reasons.why.joined", { count: joinedIds.length })), shops: shopsOf(joinedIds) },
    reasons: groups.flatMap((group) =>
      group[0]
        ? [
            {
              words: said(group.length, whyOf(t, group[0].reason, group.length)),
              shops: shopsOf(group.map(({ integrationId }) => integrationId)),
            },
          ]
        : [],
    ),
  };
}
