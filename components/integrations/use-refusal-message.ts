import { useFormatter, useTranslations } from "next-intl";
import { useCallback } from "react";
import type { Platform } from "@/lib/connectors/platforms";
import { HOUR } from "@/lib/i18n/date-formats";
import type { KeyRefusal } from "@/lib/integrations/key-actions";

type Refusal = Exclude<KeyRefusal, { kind: "fields" }>;

const HINTS: readonly string[] = [
  "credentials_rejected",
  "credentials_insufficient",
  "api_not_found",
  "blocked",
  "maintenance",
  "rate_limited",
  "redirected",
  "tls_failed",
];

/** Explains rejected credentials: reason, that they were not stored, and what to do. */
export function useRefusalMessage(platform: Platform): (refusal: Refusal) => string {
  const t = useTranslations("integrations");
  const failure = useTranslations("sync.failure");
  const missing = useTranslations("credentials.rights");
  const format = useFormatter();
  return useCallback(
    (refusal) => {
      if (refusal.kind === "handed_over") return t(`wizard.handed_over.${refusal.problem}`);
      if (refusal.kind === "asked_to_wait") return t("wizard.asked_to_wait", { time: format.dateTime(new Date(refusal.retryAt), HOUR) });
      if (refusal.kind === "busy") return t("wizard.busy");
      const hint = HINTS.includes(refusal.failure) ? refusal.failure : "other";
      const why = failure(refusal.failure, { status: refusal.status ?? 0 });
      const { missingRights = [] } = refusal;
      if (missingRights.length > 0) return `${t("wizard.credentials_failed")} ${missing("missing", { rights: missingRights.join(", ") })}`;
      return `${why} ${t("wizard.credentials_failed")} ${t(`wizard.hint.${hint}`, { platform: t(`platform.${platform}`), system: platform })}`;
    },
    [t, failure, missing, format, platform],
  );
}
