"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { FileLink } from "@/components/ui/file-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { route } from "@/lib/base/route";
import { askMerchantDeletionAction, withdrawMerchantDeletionAction } from "@/lib/operations/privacy/actions";

/** The merchant's data as a file, and its deletion, which can be withdrawn until it is due. */
export function MerchantDeletion({ merchantId, name, deletionDueAt }: { merchantId: string; name: string; deletionDueAt: Date | null }) {
  const t = useTranslations("privacy.merchant");
  const errors = useTranslations("errors");
  const { run, pending, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("export_lead")}</p>
      <div>
        <FileLink href={route(`/m/${merchantId}/settings/privacy/export`)}>{t("export")}</FileLink>
      </div>
      {deletionDueAt ? (
        <div className="grid gap-3 border-line border-t pt-4">
          <p role="status" className="font-medium text-action-needed">
            {t.rich("due", { date: () => <Time at={deletionDueAt} form="day" /> })}
          </p>
          <Button
            className="justify-self-start"
            pending={pending}
            onClick={() =>
              run(
                () => withdrawMerchantDeletionAction(merchantId, {}),
                () => toast.success(t("withdrawn")),
              )
            }
          >
            {t("withdraw")}
          </Button>
        </div>
      ) : (
        <form
          ref={form}
          className="grid gap-4 border-line border-t pt-4"
          onReset={onReset}
          action={(data) => run(() => askMerchantDeletionAction(merchantId, data))}
        >
          <p className="text-ink-2">{t("lead")}</p>
          <TextField
            label={t("name", { name })}
            error={fields["name"] ? errors("name_differs") : null}
            missing={errors("name_differs")}
            fieldClassName="sm:max-w-96"
            name="name"
            autoComplete="off"
            required
          />
          <SubmitButton variant="danger" className="justify-self-start">
            {t("delete")}
          </SubmitButton>
        </form>
      )}
    </div>
  );
}
