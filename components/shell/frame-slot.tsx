"use client";

import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

/** Shows `children` in a place of the frame, from within a page. Nothing before scripts run: what stands there must not be needed. */
export function FrameSlot({ id, children }: { id: string; children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(id)), [id]);
  return place ? createPortal(children, place) : null;
}
