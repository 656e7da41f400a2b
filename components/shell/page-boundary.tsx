"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, Suspense, useState } from "react";

interface PageBoundaryProps {
  /** What stands there while a page is on its way: the first whose pattern its path matches. */
  skeletons: readonly { path: string; shape: ReactNode }[];
  children: ReactNode;
}

/**
 * The shape of a page while it is on its way, on every way but the first: a document comes whole, so that its content is the first thing seen
 * and what is missing answers 404. (With `loading.tsx` the skeleton would be painted first and the content held back behind it.)
 */
export function PageBoundary({ skeletons, children }: PageBoundaryProps) {
  const pathname = usePathname();
  const [first] = useState(pathname);
  const [hasMoved, setMoved] = useState(false);
  if (pathname !== first && !hasMoved) setMoved(true);
  if (!hasMoved) return children;
  const shape = skeletons.find(({ path }) => new RegExp(path).test(pathname))?.shape;
  return (
    <Suspense key={pathname} fallback={shape}>
      {children}
    </Suspense>
  );
}
