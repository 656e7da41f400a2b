"use client";

import { Component, type ReactNode, Suspense, useCallback, useLayoutEffect, useMemo, useState } from "react";

/** Nothing where the scripts of what it holds cannot be had: the page around it stays. */
class Calm extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}

/** Tells when all that stands beside it has its scripts. */
function Standing({ onStand }: { onStand: () => void }) {
  useLayoutEffect(onStand, [onStand]);
  return null;
}

/**
 * Holds what is loaded when it is first to be seen (`lazy`), and keeps it from then on. What the server drew stays as it is until its scripts are
 * there: React would hide it for news that it cannot take yet, and what stands below would move up and down again.
 */
export function Late({ when, children }: { when: boolean; children: ReactNode }) {
  const [drawn, setDrawn] = useState(when && children);
  const [stands, setStands] = useState(false);
  if (when && drawn === false) setDrawn(children);
  const onStand = useCallback(() => setStands(true), []);
  const shown = stands ? children : drawn;
  return useMemo(
    () =>
      shown === false ? null : (
        <Calm>
          <Suspense>
            {shown}
            <Standing onStand={onStand} />
          </Suspense>
        </Calm>
      ),
    [shown, onStand],
  );
}
