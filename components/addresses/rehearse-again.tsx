"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ActionButton } from "@/components/shell/action-button";
import { Toaster } from "@/components/ui/toaster";
import { tryComingAddresses } from "@/lib/operations/addresses/merchant-actions";

interface Props {
  merchantId: string;
  integrationId: string;
  /** A rehearsal is running. */
  isWaiting: boolean;
  label: string;
}

/** Repeats the rehearsal of the new addresses; the result arrives by itself. */
export function RehearseAgain({ merchantId, integrationId, isWaiting, label }: Props) {
  const router = useRouter();
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => router.refresh(), 1_500);
    return () => clearInterval(timer);
  }, [isWaiting, router]);
  return (
    <>
      <ActionButton pending={isWaiting} action={() => tryComingAddresses(merchantId, { integrationId })} done={() => router.refresh()}>
        {label}
      </ActionButton>
      <Toaster />
    </>
  );
}
