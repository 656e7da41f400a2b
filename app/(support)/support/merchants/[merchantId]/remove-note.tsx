"use client";

import { Trash2 } from "lucide-react";
import { useTransition } from "react";
import { ConfirmButton } from "@/components/ui/button";

/** Deleting a note is irreversible: the first click asks, the second deletes. */
export function RemoveNote({ remove, label }: { remove: () => Promise<void>; label: string }) {
  const [pending, startTransition] = useTransition();
  return (
    <ConfirmButton size="sm" variant="ghost" pending={pending} onClick={() => startTransition(remove)} title={label}>
      <Trash2 className="inline align-text-bottom" />
      <span className="sr-only">{label}</span>
    </ConfirmButton>
  );
}
