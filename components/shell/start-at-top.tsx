"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useLayoutEffect } from "react";

/** The path shown last; null until then, since the browser positions a page that it loads. */
let shown: string | null = null;
/** The page comes from the history: the browser restores its position. */
let isRestored = false;

/**
 * Begins a page at its top. Next scrolls only to the innermost part that is new: on a phone a shop opened below its state and actions, at
 * its tab. As a parent of the page its effect follows those of Next.
 */
export function StartAtTop({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  useEffect(() => {
    const note = () => {
      isRestored = location.pathname !== shown;
    };
    addEventListener("popstate", note);
    return () => removeEventListener("popstate", note);
  }, []);
  useLayoutEffect(() => {
    if (shown !== null && !isRestored && location.hash === "" && !isSamePlace(shown, pathname)) scrollTo(0, 0);
    shown = pathname;
    isRestored = false;
  }, [pathname]);
  return children;
}

/** A shop's tabs share its head, which stays where it is. */
const SHOP = /^\/m\/[^/]+\/integrations\/(?!connect(\/|$))[^/]+/;

const placeOf = (pathname: string): string => SHOP.exec(pathname)?.[0] ?? pathname;

export const isSamePlace = (from: string, to: string): boolean => placeOf(from) === placeOf(to);
