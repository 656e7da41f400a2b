"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { dropApproval } from "@/lib/integrations/approval/actions";

interface DropProps {
  merchantId: string;
  integrationId: string;
  onDropped: () => void;
}

/** Deletes the key that the shop handed over, to connect in another way. */
export function DropApproval({ merchantId, integrationId, onDropped }: DropProps) {
  const t = useTranslations("integrations.wizard.handed_over");
  const errorMessage = useErrorMessage();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function drop(): Promise<void> {
    setPending(true);
    const result = await dropApproval(merchantId, { integrationId }).catch(() => undefined);
    setPending(false);
    if (result?.ok) onDropped();
    else setProblem(errorMessage(result));
  }

  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button variant="ghost" pending={pending} onClick={drop}>
        {t("other_way")}
      </Button>
      {problem ? (
        <p role="status" className="text-action-needed">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
