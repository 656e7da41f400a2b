"use client";

import { useTranslations } from "next-intl";
import { ActionNotice, useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { dismissQuarantinedAction, restoreQuarantinedAction } from "@/lib/sync/actions";

/** Accepts that an order is missing, with the reason. */
export function DismissOrder({ quarantinedId }: { quarantinedId: string }) {
  const t = useTranslations("sync.unreadable");
  const { pending, notice, run } = useActionOnShop();
  return (
    <form
      className="grid justify-items-start gap-2 border-line border-t p-3"
      onSubmit={(event) => {
        event.preventDefault();
        const reason = `${new FormData(event.currentTarget).get("reason") ?? ""}`;
        void run(dismissQuarantinedAction, { quarantinedId, reason });
      }}
    >
      <TextField
        name="reason"
        label={t("reason")}
        help={t("dismiss_help")}
        required
        refuseBlank
        maxLength={300}
        fieldClassName="w-full max-w-md"
      />
      <Button size="sm" type="submit" pending={pending !== null}>
        {t("dismiss")}
      </Button>
      <ActionNotice notice={notice} />
    </form>
  );
}

export function UndoDismissal({ quarantinedId }: { quarantinedId: string }) {
  const t = useTranslations("sync.unreadable");
  const { pending, notice, run } = useActionOnShop();
  return (
    <div className="grid justify-items-start gap-2 border-line border-t p-3">
      <Button size="sm" pending={pending !== null} onClick={() => run(restoreQuarantinedAction, { quarantinedId })}>
        {t("undo")}
      </Button>
      <ActionNotice notice={notice} />
    </div>
  );
}
