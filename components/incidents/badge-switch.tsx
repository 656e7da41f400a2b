"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { switchBadgeAction } from "@/lib/integrations/badge/actions";

interface SwitchProps {
  merchantId: string;
  integrationId: string;
  on: boolean;
  /** Button label, from the server, which alone has this namespace. */
  label: string;
}

export function BadgeSwitch({ merchantId, integrationId, on, label }: SwitchProps) {
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const toggle = async (): Promise<void> => {
    setPending(true);
    try {
      const result = await switchBadgeAction(merchantId, { integrationId, on: !on });
      if (result.ok) router.refresh();
      setProblem(result.ok ? null : errorMessage(result));
    } catch {
      setProblem(errorMessage());
    }
    setPending(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button pending={pending} onClick={toggle}>
        {label}
      </Button>
      <p role="status" className="text-action-needed empty:sr-only">
        {problem}
      </p>
    </div>
  );
}
