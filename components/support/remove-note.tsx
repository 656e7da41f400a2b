"use client";

import { Trash2 } from "lucide-react";
import { useTransition } from "react";
import { SureButton } from "@/components/ui/sure-button";

/** A note that is gone cannot be had back: one press asks, the second removes it. */
export function RemoveNote({ remove, label }: { remove: () => Promise<void>; label: string }) {
  const [pending, startTransition] = useTransition();
  return (
    <SureButton size="sm" variant="ghost" pending={pending} onClick={() => startTransition(remove)} title={label}>
      <Trash2 className="inline align-text-bottom" aria-hidden="true" />
      <span className="sr-only">{label}</span>
    </SureButton>
  );
}
