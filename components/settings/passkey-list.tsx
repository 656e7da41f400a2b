import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { beginPasskey, dropPasskey, storePasskey } from "@/components/settings/actions";
import { ActionButton } from "@/components/shell/action-button";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { PasskeyView } from "@/lib/identity/auth/data";

/** Passkeys of the user; `onCodes` gets the recovery codes that come with the first factor. */
export function PasskeyList({ passkeys, onCodes }: { passkeys: readonly PasskeyView[]; onCodes: (codes: string[]) => void }) {
  const t = useTranslations("settings.passkeys");
  const { run, pending } = useAction();
  const add = () =>
    run(
      () => beginPasskey({}),
      async ({ challengeId, options }) => {
        const { startRegistration } = await import("@simplewebauthn/browser");
        const response = await startRegistration({ optionsJSON: options }).catch(() => null);
        if (response === null) return toast.error(t("cancelled"));
        run(
          () => storePasskey({ challengeId, response }),
          ({ recoveryCodes }) => {
            toast.success(t("added"));
            if (recoveryCodes.length > 0) onCodes(recoveryCodes);
          },
        );
      },
    );
  return (
    <div className="grid gap-4">
      <h3 className="font-medium">{t("title")}</h3>
      <p className="-mt-3 text-ink-2">{t("lead")}</p>
      <FocusKeeper outcome={passkeys.length}>
        {passkeys.length > 0 ? (
          <ul className="mb-4 divide-y divide-line">
            {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
              <li key={id} className="flex items-center gap-3 py-2.5">
                <KeyRound className="size-4.5 shrink-0 text-ink-3" />
                <div className="min-w-0 flex-1">
                  <p className="font-medium">{name}</p>
                  <p className="text-ink-3 text-sm">
                    {t("since")} <Time at={createdAt} />
                    {lastUsedAt ? (
                      <>
                        {" "}
                        · {t("used")} <Time at={lastUsedAt} />
                      </>
                    ) : null}
                  </p>
                </div>
                <ActionButton size="sm" aria-label={t("remove_of", { name })} action={() => dropPasskey({ id })} done={t("removed")}>
                  {t("remove")}
                </ActionButton>
              </li>
            ))}
          </ul>
        ) : null}
        <Button pending={pending} onClick={add}>
          {t("add")}
        </Button>
      </FocusKeeper>
    </div>
  );
}
