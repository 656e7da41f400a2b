"use client";

import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from "react";

/** So far below the window its scripts are fetched already. */
const AHEAD = "400px";

interface PlaceProps {
  className: string;
  onWanted: () => void;
  children: ReactNode;
}

/** Tells when it is nearly in sight; what the browser draws itself is wanted at once. */
function SeenPlace({ className, onWanted, children }: PlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  // What the server drew cannot take news before it has its scripts: React would hide it until somebody comes near.
  const [drawn] = useState(children);
  // A boundary that is made anew for a change of this place alone would count as news.
  const content = useMemo(() => <Suspense>{children}</Suspense>, [children]);
  if (children !== drawn) onWanted();
  useEffect(() => {
    // Nothing stands there: the server did not draw it.
    if (!place.current?.hasChildNodes()) return onWanted();
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && onWanted(), {
      rootMargin: AHEAD,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [onWanted]);
  return (
    <div ref={place} className={className}>
      {content}
    </div>
  );
}

/**
 * A component far down a long page. It comes drawn by the server and stays that until it is nearly in sight, by scrolling, by the keyboard or
 * because what holds it was opened: only then are its scripts fetched. `className` is for the element around it.
 */
export function seenPart<Props extends object>(load: () => Promise<ComponentType<Props>>, className: string) {
  let onWanted = (): void => {};
  const wanted = new Promise<void>((done) => {
    onWanted = done;
  });
  const Part = lazy(async () => {
    if (typeof window !== "undefined") await wanted;
    return { default: await load() };
  }) as unknown as ComponentType<Props>;
  return (props: Props) => (
    <SeenPlace className={className} onWanted={onWanted}>
      <Part {...props} />
    </SeenPlace>
  );
}
