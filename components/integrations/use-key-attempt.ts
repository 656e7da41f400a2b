import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { useMissingRights } from "@/components/integrations/use-missing-rights";
import { refusal, useActionOnShop } from "@/components/sync/action-notice";
import type { CredentialProblem } from "@/lib/connectors/credentials";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import type { KeyRefusal } from "@/lib/integrations/settings/key-actions";

const HINTS = [
  "credentials_rejected",
  "credentials_insufficient",
  "api_not_found",
  "blocked",
  "maintenance",
  "rate_limited",
  "redirected",
  "tls_failed",
] as const;

/** Explains a refused key: the reason, that the key was not stored, and what to do. */
function useRefusalMessage(shopSystem: ShopSystem) {
  const t = useTranslations("integrations");
  const failure = useTranslations("sync.failure");
  const describeMissing = useMissingRights(shopSystem);
  const format = useFormatter();
  return (refused: Exclude<KeyRefusal, { kind: "fields" }>): string => {
    if (refused.kind === "handed_over") return t(`wizard.handed_over.${refused.problem}`);
    if (refused.kind === "asked_to_wait") return t("wizard.asked_to_wait", { time: format.dateTime(new Date(refused.retryAt), "hour") });
    if (refused.kind === "busy") return t("wizard.busy");
    const { missingRights = [] } = refused;
    if (missingRights.length > 0) return `${t("wizard.credentials_failed")} ${describeMissing(missingRights)}`;
    const hint = HINTS.find((known) => known === refused.failure) ?? "other";
    const why = failure(refused.failure, { status: refused.status ?? 0 });
    return `${why} ${t("wizard.credentials_failed")} ${t(`wizard.hint.${hint}`, { shopSystem: t(`shop_system.${shopSystem}`), system: shopSystem })}`;
  };
}

/** Tests a key against the shop and explains a refusal. Calls `repeat` at the time that the shop asked for, while the page is open. */
export function useKeyAttempt(shopSystem: ShopSystem, repeat: () => void) {
  const describeRefusal = useRefusalMessage(shopSystem);
  const { pending, notice, dismiss, run } = useActionOnShop();
  const [problems, setProblems] = useState<Readonly<Record<string, CredentialProblem>>>({});
  const [retryAt, setRetryAt] = useState<string | null>(null);
  const onDue = useEffectEvent(repeat);
  useEffect(() => {
    if (retryAt === null) return;
    const timer = setTimeout(() => onDue(), Math.max(0, new Date(retryAt).getTime() - Date.now()));
    return () => clearTimeout(timer);
  }, [retryAt]);

  function attempt<Accepted extends { kind: "works" | "stored" }>(
    action: (merchantId: string, input: unknown) => Promise<ActionResult<Accepted | KeyRefusal>>,
    input: object,
    accept: (answer: Accepted) => string | null,
    refuse: (refused: KeyRefusal) => void = () => {},
  ): void {
    setRetryAt(null);
    void run(action, input, (answer) => {
      // Errors stay until the response: removing them would move the button from under the pointer.
      setProblems(answer.kind === "fields" ? answer.problems : {});
      if (answer.kind === "works" || answer.kind === "stored") return accept(answer as Accepted);
      const refused = answer as KeyRefusal;
      refuse(refused);
      if (refused.kind === "asked_to_wait") setRetryAt(refused.retryAt);
      return refused.kind === "fields" ? null : refusal(describeRefusal(refused));
    });
  }
  return { attempt, problems, notice, dismiss, isPending: pending !== null };
}
