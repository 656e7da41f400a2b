"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-form";
import { toast } from "@/components/ui/toast";
import { removeMacroAction } from "@/lib/support/macros/actions";

export function RemoveMacro({ id, name }: { id: string; name: string }) {
  const t = useTranslations("macros");
  const queue = useTranslations("support.queue");
  const router = useRouter();
  return (
    <ActionButton
      confirm
      size="sm"
      variant="ghost"
      icon={<Trash2 />}
      aria-label={queue("action_for", { action: t("remove"), shop: name })}
      action={() => removeMacroAction({ id })}
      done={() => {
        toast.success(t("removed"));
        router.replace("/support/macros");
        router.refresh();
      }}
    >
      {t("remove")}
    </ActionButton>
  );
}
