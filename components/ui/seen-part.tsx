"use client";

import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";

/** So far below the window its scripts are fetched already. */
const AHEAD = "400px";

interface PlaceProps {
  className: string;
  onWanted: () => void;
  children: ReactNode;
}

const never = () => () => {};

/** Tells when it is nearly in sight; what the browser draws itself is wanted at once. */
function SeenPlace({ className, onWanted, children }: PlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  const hydrating = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const [fromServer] = useState(hydrating);
  useEffect(() => {
    if (!fromServer || !place.current) return onWanted();
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && onWanted(), {
      rootMargin: AHEAD,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [fromServer, onWanted]);
  return (
    <div ref={place} className={className}>
      <Suspense>{children}</Suspense>
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
