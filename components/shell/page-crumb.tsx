"use client";

import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { CRUMB_SLOT } from "@/components/shell/breadcrumb";
import { FrameSlot } from "@/components/shell/frame-slot";

/** Adds the page's name to the breadcrumb: `<PageCrumb>{integration.name}</PageCrumb>`. */
export function PageCrumb({ children }: { children: ReactNode }) {
  return (
    <FrameSlot id={CRUMB_SLOT}>
      <ChevronRight className="size-3.5 shrink-0 text-ink-3" />
      <bdi className="truncate" aria-current="page">
        {children}
      </bdi>
    </FrameSlot>
  );
}
