import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

/** Renders `children` into a slot of the frame from within a page. Empty until hydration, so never use it for essential content. */
export function FrameSlot({ id, children }: { id: string; children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(id)), [id]);
  return place ? createPortal(children, place) : null;
}
