"use client";

import { X } from "lucide-react";
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
 * input (stale-build.ts). Can be closed unless it leads to the sign-in; the next failed action shows it again (use-action.ts).
 */
export function TroubleBanner() {
  const t = useTranslations("app");
  const offline = !useOnline();
  const signedOut = useWindowEvent("signed-out");
  const kept = useWindowEvent("page-outdated");
  const trouble = signedOut ? "signed_out" : offline ? "offline" : kept ? "kept" : null;
  const [closed, setClosed] = useState<typeof trouble>(null);
  useEffect(() => {
    const reopen = () => setClosed(null);
    addEventListener("offline", reopen);
    return () => removeEventListener("offline", reopen);
  }, []);
  return (
    <div role="status">
      {trouble && trouble !== closed ? (
        <div className="flex items-start gap-2 bg-recovering px-4 py-1.5 text-canvas text-sm">
          <p className="min-w-0 flex-1 text-center">
            <b>{t(`${trouble}.title`)}</b>{" "}
            {trouble === "offline" ? null : (
              // biome-ignore lint/a11y/useValidAnchor: reloads this page, which may lead through the sign-in and back
              <a href="" className="underline">
                {t(`${trouble}.link`)}
              </a>
            )}{" "}
            {t(`${trouble}.text`)}
          </p>
          {trouble === "signed_out" ? null : (
            <button type="button" className="-mr-2 grid size-6 shrink-0 place-items-center rounded-sm" onClick={() => setClosed(trouble)}>
              <X className="size-4" />
              <span className="sr-only">{t("close")}</span>
            </button>
          )}
        </div>
      ) : null}
    </div>
  );
}
