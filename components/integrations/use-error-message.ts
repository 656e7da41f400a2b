import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { anyKey } from "@/lib/i18n/any-key";

/** Message for a refused or failed action; no result means that the server was not reached. */
export function useErrorMessage(): (result?: { code: string; errorId?: string; retryAfterSeconds?: number }) => string {
  const t = anyKey(useTranslations("errors"));
  return useCallback(
    (result) => {
      if (!result) return t("offline");
      if (result.code === "signed_out") dispatchEvent(new Event("signed-out"));
      return t(t.has(result.code) ? result.code : "internal_error", {
        errorId: result.errorId ?? "–",
        minutes: Math.ceil((result.retryAfterSeconds ?? 0) / 60),
      });
    },
    [t],
  );
}
