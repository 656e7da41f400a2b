"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useErrorWords } from "@/components/integrations/use-error-words";
import { Button } from "@/components/ui/button";
import { switchBadgeAction } from "@/lib/integrations/badge/actions";

interface SwitchProps {
  merchantId: string;
  integrationId: string;
  on: boolean;
  /** The words on the button: they come from the server, which alone has this namespace. */
  label: string;
}

export function BadgeSwitch({ merchantId, integrationId, on, label }: SwitchProps) {
  const errorWords = useErrorWords();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const press = async (): Promise<void> => {
    setPending(true);
    try {
      const result = await switchBadgeAction(merchantId, { integrationId, on: !on });
      if (result.ok) router.refresh();
      setProblem(result.ok ? null : errorWords(result));
    } catch {
      setProblem(errorWords());
    }
    setPending(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button pending={pending} onClick={press}>
        {label}
      </Button>
      <p role="status" className="text-needs-you empty:sr-only">
        {problem}
      </p>
    </div>
  );
}
