"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * Never gets lower than it was, so that what stands below it does not move up when its words get fewer. What somebody unfolded may be folded
 * again, and another width begins anew.
 */
export function KeptHeight({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let width = 0;
    const watch = new ResizeObserver(() => {
      if (element.offsetWidth !== width) element.style.minHeight = "";
      width = element.offsetWidth;
      if (!element.querySelector("details[open]")) element.style.minHeight = `${element.getBoundingClientRect().height}px`;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={box} className="grid min-w-0 grid-cols-1">
      {children}
    </div>
  );
}
