import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-button";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { revokeApiTokenAction, takeOverApiTokenAction } from "@/lib/api/actions";
import type { ApiTokenView } from "@/lib/api/data";

interface ApiTokenListProps {
  merchantId: string;
  tokens: readonly ApiTokenView[];
  manages: boolean;
  /** The person, if they are a member. */
  self: string | null;
  now: Date;
}

/** API tokens with permission, expiry and last use. */
export function ApiTokenList({ merchantId, tokens, manages, self, now }: ApiTokenListProps) {
  const t = useTranslations("tokens");
  if (tokens.length === 0) return <p className="text-ink-3">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line">
      {tokens.map(({ id, name, permission, by, responsible, createdAt, expiresAt, lastUsedAt }) => {
        const isOver = expiresAt <= now;
        return (
          <li key={id} data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
            <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
              <p>
                <bdi className="font-medium">{name}</bdi> <Badge>{t(`permission.${permission}`)}</Badge>
              </p>
              <p className="text-ink-2 text-sm">
                {t.rich("made", { by: () => <bdi>{by ?? "–"}</bdi>, date: () => <Time at={createdAt} form="day" /> })} ·{" "}
                <span className={isOver ? "text-action-needed" : undefined}>
                  {t.rich(isOver ? "expired" : "expires", { date: () => <Time at={expiresAt} form="day" /> })}
                </span>
              </p>
              <p className="text-ink-3 text-sm">
                {responsible ? t("responsible", { name: responsible.name }) : t("responsible_none")} ·{" "}
                {lastUsedAt === null ? t("never_used") : t.rich("last_used", { time: () => <Time at={lastUsedAt} form="clock" /> })}
              </p>
            </div>
            {manages && self !== null && responsible?.personId !== self ? (
              // Makes the user responsible for the token before the current one leaves.
              <ActionButton
                size="sm"
                variant="ghost"
                action={takeOverApiTokenAction.bind(null, merchantId, { id })}
                done={t("taken_over", { name })}
              >
                {t("take_over")} <span className="sr-only">{name}</span>
              </ActionButton>
            ) : null}
            {manages ? (
              <ActionButton confirm size="sm" action={revokeApiTokenAction.bind(null, merchantId, { id })} done={t("revoked", { name })}>
                {t("revoke")} <span className="sr-only">{name}</span>
              </ActionButton>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
