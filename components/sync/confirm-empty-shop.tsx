"use client";

import { useTranslations } from "next-intl";
import { ActionNotice } from "@/components/sync/action-notice";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { Button } from "@/components/ui/button";
import { confirmEmptyShopAction } from "@/lib/sync/actions";

/** Shown while a shop counts none of the stored orders: only a person knows whether it was emptied for good. */
export function ConfirmEmptyShop({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const t = useTranslations("sync.emptied_shop");
  const { pending, notice, run } = useActionWithNotice();
  const confirm = () =>
    run(
      "confirm",
      () => confirmEmptyShopAction(merchantId, { integrationId }),
      () => ({ good: true, text: t("confirmed") }),
    );
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-ink-2">{t("question")}</p>
      <Button size="sm" pending={pending === "confirm"} onClick={confirm}>
        {t("confirm")}
      </Button>
      <ActionNotice notice={notice} />
    </div>
  );
}
