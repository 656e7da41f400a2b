import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-button";
import { FileLink } from "@/components/ui/file-link";
import { Time } from "@/components/ui/time";
import { askAccountDeletionAction, withdrawAccountDeletionAction } from "@/lib/identity/erasure/actions";

/** The user's data as a file, and the deletion of the account, which can be withdrawn until it is due. */
export function OwnData({ isStaff, deletionDueAt }: { isStaff: boolean; deletionDueAt: Date | null }) {
  const t = useTranslations("settings.own_data");
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
          <ActionButton className="justify-self-start" action={withdrawAccountDeletionAction.bind(null, {})} done={t("withdrawn")}>
            {t("withdraw")}
          </ActionButton>
        </div>
      ) : (
        <div className="grid gap-4 border-line border-t pt-4">
          <p className="text-ink-2">{t("delete_lead")}</p>
          <ActionButton confirm className="justify-self-start" action={askAccountDeletionAction.bind(null, {})}>
            {t("delete")}
          </ActionButton>
        </div>
      )}
    </div>
  );
}
