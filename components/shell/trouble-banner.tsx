"use client";

import { useOffline } from "next/offline";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/** Remembers an event of the window while the component is on the page. */
function useHeard(name: string): boolean {
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    const hear = () => setHeard(true);
    addEventListener(name, hear);
    return () => removeEventListener(name, hear);
  }, [name]);
  return heard;
}

/**
 * Says above everything what keeps this page from its server, and what to do: no connection (Next repeats what was asked for when it is back), a
 * session that ended, or an earlier build that stays for what was typed on it (kept-page.ts).
 */
export function TroubleBanner() {
  const t = useTranslations("app");
  const offline = useOffline();
  const signedOut = useHeard("signed-out");
  const kept = useHeard("page-kept");
  const trouble = signedOut ? "signed_out" : offline ? "offline" : kept ? "kept" : null;
  return (
    <div role="status">
      {trouble ? (
        <p className="bg-heals-alone px-4 py-1.5 text-center text-canvas text-sm">
          <b>{t(`${trouble}.title`)}</b>{" "}
          {trouble === "offline" ? null : (
            // biome-ignore lint/a11y/useValidAnchor: loads this page again, which may lead to the sign-in and from there back
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
