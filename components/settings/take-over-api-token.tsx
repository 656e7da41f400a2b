"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { takeOverApiTokenAction } from "@/lib/api/actions";

/** Makes the user answer for a token, before the person who does so leaves. */
export function TakeOverApiToken({ merchantId, id, name }: { merchantId: string; id: string; name: string }) {
  const t = useTranslations("tokens");
  const { run, pending } = useAction();
  return (
    <Button
      size="sm"
      variant="ghost"
      pending={pending}
      onClick={() =>
        run(
          () => takeOverApiTokenAction(merchantId, { id }),
          () => toast.success(t("taken_over", { name })),
        )
      }
    >
      {t("take_over")} <span className="sr-only">{name}</span>
    </Button>
  );
}
