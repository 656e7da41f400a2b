"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { SureButton } from "@/components/ui/sure-button";
import { toast } from "@/components/ui/toast";
import { revokeApiTokenAction } from "@/lib/api/actions";

export function RevokeApiToken({ merchantId, id, name }: { merchantId: string; id: string; name: string }) {
  const t = useTranslations("tokens");
  const { run, pending } = useAction();
  return (
    <SureButton
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
    </SureButton>
  );
}
