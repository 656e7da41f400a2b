"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { toast } from "@/components/ui/toast";
import { revokeApiTokenAction } from "@/lib/api/actions";

export function RevokeApiToken({ merchantId, id, name }: { merchantId: string; id: string; name: string }) {
  const t = useTranslations("tokens");
  const { run, pending } = useAction();
  return (
    <ConfirmButton
      size="sm"
      pending={pending}
      onClick={() =>
        run(
          () => revokeApiTokenAction(merchantId, { id }),
          () => toast.success(t("revoked", { name })),
        )
      }
    >
      {t("revoke")} <span className="sr-only">{name}</span>
    </ConfirmButton>
  );
}
