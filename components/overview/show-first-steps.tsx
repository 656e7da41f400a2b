"use client";

import { useRouter } from "next/navigation";
import { ActionButton } from "@/components/shell/action-form";
import { Toaster } from "@/components/ui/toaster";
import { keepListView } from "@/lib/identity/preferences/actions";

/** Restores the dismissed checklist. The server renders `label`, since this page does not ship its namespace to the client. */
export function ShowFirstSteps({ merchantId, label }: { merchantId: string; label: string }) {
  const router = useRouter();
  return (
    <>
      <ActionButton action={() => keepListView(merchantId, { firstStepsHidden: false })} done={() => router.push(`/m/${merchantId}`)}>
        {label}
      </ActionButton>
      <Toaster />
    </>
  );
}
