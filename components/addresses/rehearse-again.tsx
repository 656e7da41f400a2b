"use client";

import { useRouter } from "next/navigation";
import { RefreshPeriodically } from "@/components/live/refresh-periodically";
import { ActionButton } from "@/components/shell/action-form";
import { Toaster } from "@/components/ui/toaster";
import { tryComingAddresses } from "@/lib/operations/addresses/actions";

interface Props {
  merchantId: string;
  integrationId: string;
  isWaiting: boolean;
  label: string;
}

/** Repeats the rehearsal of the new addresses; the event stream delivers the result. */
export function RehearseAgain({ merchantId, integrationId, isWaiting, label }: Props) {
  const router = useRouter();
  return (
    <>
      <ActionButton pending={isWaiting} action={() => tryComingAddresses(merchantId, { integrationId })} done={() => router.refresh()}>
        {label}
      </ActionButton>
      {isWaiting ? <RefreshPeriodically everyMs={1_500} /> : null}
      <Toaster />
    </>
  );
}
