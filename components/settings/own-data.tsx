"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FileLink } from "@/components/ui/file-link";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { askAccountDeletionAction, withdrawAccountDeletionAction } from "@/lib/identity/erasure/actions";

/** The user's data as a file, and the deletion of the account, which can be withdrawn until it is due. */
export function OwnData({ isStaff, deletionDueAt }: { isStaff: boolean; deletionDueAt: Date | null }) {
  const t = useTranslations("settings.own_data");
  const { run, pending } = useAction();
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("lead")}</p>
      <div>
        <FileLink href="/account/export">{t("export")}</FileLink>
      </div>
      {isStaff ? null : deletionDueAt ? (
        <div className="grid gap-3 border-line border-t pt-4">
          <p role="status" className="font-medium text-action-needed">
            {t.rich("due", { date: () => <Time at={deletionDueAt} form="day" /> })}
          </p>
          <Button
            className="justify-self-start"
            pending={pending}
            onClick={() =>
              run(
                () => withdrawAccountDeletionAction({}),
                () => toast.success(t("withdrawn")),
              )
            }
          >
            {t("withdraw")}
          </Button>
        </div>
      ) : (
        <div className="grid gap-4 border-line border-t pt-4">
          <p className="text-ink-2">{t("delete_lead")}</p>
          <ConfirmButton className="justify-self-start" pending={pending} onClick={() => run(() => askAccountDeletionAction({}))}>
            {t("delete")}
          </ConfirmButton>
        </div>
      )}
    </div>
  );
}
