import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { toast } from "@/components/ui/toast";
import type { WorkAnswer } from "@/lib/support/queue/mutations";

/** Reads the queue again after a change, and says so if a colleague was faster. */
export function useOvertaken() {
  const t = useTranslations("support.queue");
  const router = useRouter();
  return useCallback(
    (answer: WorkAnswer, done?: () => void): void => {
      if (answer.kind === "done") done?.();
      else toast.error(t("overtaken", { name: answer.work.changedBy?.name ?? t("colleague") }));
      router.refresh();
    },
    [t, router],
  );
}
