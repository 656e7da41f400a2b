"use client";

import { useRouter } from "next/navigation";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { Toaster } from "@/components/ui/toaster";
import { keepListView } from "@/lib/integrations/bulk-actions";

/** Restores the dismissed checklist. The server renders `label` because only it has the namespace here. */
export function ShowFirstSteps({ merchantId, label }: { merchantId: string; label: string }) {
  const router = useRouter();
  const { run, pending } = useAction();
  return (
    <>
      <Button
        pending={pending}
        onClick={() =>
          run(
            () => keepListView(merchantId, { firstStepsHidden: false }),
            () => router.push(`/m/${merchantId}`),
          )
        }
      >
        {label}
      </Button>
      <Toaster />
    </>
  );
}
