import type { useTranslations } from "next-intl";
import { beforeFullStop } from "@/lib/base/before-full-stop";
import type { CheckAnswer, RefreshAnswer } from "@/lib/integrations/actions";

type Translate = ReturnType<typeof useTranslations>;

/** Message after Refresh. `t`: namespace `sync`. */
export function refreshMessage(t: Translate, answer: RefreshAnswer): string {
  switch (answer.kind) {
    case "started":
      return t("refresh.started");
    case "joined":
      return t("refresh.joined");
    case "too_soon":
      return t("refresh.too_soon", { seconds: answer.retryAfterSeconds });
    case "paused":
      return t("refresh.paused", { by: beforeFullStop(answer.by) });
    case "no_credentials":
      return t("refresh.no_credentials");
  }
}

/** Message after Check now. `t`: namespace `integrations.list`. */
export function checkMessage(t: Translate, answer: CheckAnswer): string {
  switch (answer.kind) {
    case "started":
      return t("check_started");
    case "joined":
      return t("check_joined");
    case "too_soon":
      return t("check_too_soon", { seconds: answer.retryAfterSeconds });
  }
}
