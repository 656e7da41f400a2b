"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";

function followConnection(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}

const useOnline = (): boolean =>
  useSyncExternalStore(
    followConnection,
    () => navigator.onLine,
    () => true,
  );

function useWindowEvent(name: string): boolean {
  const [hasFired, setFired] = useState(false);
  useEffect(() => {
    const receive = () => setFired(true);
    addEventListener(name, receive);
    return () => removeEventListener(name, receive);
  }, [name]);
  return hasFired;
}

/**
 * Explains why the page cannot reach its server: no connection, an ended session, or an outdated build that was kept because of unsaved
 * input (stale-build.ts).
 */
export function TroubleBanner() {
  const t = useTranslations("app");
  const offline = !useOnline();
  const signedOut = useWindowEvent("signed-out");
  const kept = useWindowEvent("page-outdated");
  const trouble = signedOut ? "signed_out" : offline ? "offline" : kept ? "kept" : null;
  return (
    <div role="status">
      {trouble ? (
        <p className="bg-recovering px-4 py-1.5 text-center text-canvas text-sm">
          <b>{t(`${trouble}.title`)}</b>{" "}
          {trouble === "offline" ? null : (
            // biome-ignore lint/a11y/useValidAnchor: reloads this page, which may lead through the sign-in and back
            <a href="" className="underline">
              {t(`${trouble}.link`)}
            </a>
          )}{" "}
          {t(`${trouble}.text`)}
        </p>
      ) : null}
    </div>
  );
}
