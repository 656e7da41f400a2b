"use client";

import { Component, type ReactNode, Suspense, useState } from "react";

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

/** Holds what is loaded when it is first to be seen (`lazy`), and keeps it from then on. */
export function Late({ when, children }: { when: boolean; children: ReactNode }) {
  const [was, setWas] = useState(when);
  if (when && !was) setWas(true);
  return was ? (
    <Calm>
      <Suspense>{children}</Suspense>
    </Calm>
  ) : null;
}
