import { useTranslations } from "next-intl";
import { useRef } from "react";
import { ActionNotice, useActionOnShop } from "@/components/sync/action-notice";
import { ConfirmButton } from "@/components/ui/button";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import type { ActionResult } from "@/lib/identity/auth/action-result";

interface SecretButtonsProps<Made> {
  namespace: "maintenance.script" | "tracking.webhook";
  isStored: boolean;
  /** A secret was just created and is displayed, which happens only once. */
  isShown: boolean;
  /** Actions on the shop whose page is open. */
  make: (merchantId: string, input: unknown) => Promise<ActionResult<Made>>;
  revoke: (merchantId: string, input: unknown) => Promise<ActionResult<unknown>>;
  onChange: (made: Made | null) => void;
}

export function SecretButtons<Made>({ namespace, isStored, isShown, make, revoke, onChange }: SecretButtonsProps<Made>) {
  const t = useTranslations(namespace);
  const { pending, notice, run } = useActionOnShop();
  const isOn = isStored || isShown;
  const buttons = useRef<HTMLDivElement>(null);
  useFocusKeeper(buttons, isOn);
  const change = (made: Made | null, text: string | null): string | null => {
    onChange(made);
    return text;
  };
  return (
    <>
      <div ref={buttons} className="flex flex-wrap items-center gap-2">
        {/* A new secret invalidates the old one. */}
        <ConfirmButton asks={isOn} pending={pending === "make"} onClick={() => run(make, {}, (made) => change(made, null), "make")}>
          {t(isOn ? "replace" : "make")}
        </ConfirmButton>
        {isOn ? (
          <ConfirmButton pending={pending === "revoke"} onClick={() => run(revoke, {}, () => change(null, t("revoked")), "revoke")}>
            {t("revoke")}
          </ConfirmButton>
        ) : null}
        {isStored && !isShown ? <p className="text-ink-3 text-sm">{t("replace_help")}</p> : null}
      </div>
      <ActionNotice notice={notice} />
    </>
  );
}
