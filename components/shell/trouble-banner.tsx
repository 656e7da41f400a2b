"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

const TOLD = ["online", "offline", "signed-out", "page-waits", "page-comes", "page-kept"];

let signedOut = false;
/** A page was asked for that cannot be fetched; it comes when the network is back. */
let waits = false;
/** The page is of an earlier build, and stays for what is typed on it. */
let kept = false;

function subscribe(listener: () => void): () => void {
  const hear = ({ type }: Event): void => {
    signedOut ||= type === "signed-out";
    kept ||= type === "page-kept";
    waits = type === "page-waits";
    listener();
  };
  for (const name of TOLD) addEventListener(name, hear);
  return () => {
    for (const name of TOLD) removeEventListener(name, hear);
    // Whoever signs in comes back to a frame of its own.
    signedOut = waits = kept = false;
  };
}

const read = () => (signedOut ? "signed_out" : waits ? "waits" : navigator.onLine ? (kept ? "kept" : null) : "offline");

/**
 * Says above everything what keeps this page from its server, and what to do: no network, a page that waits for it (follow-links.tsx,
 * scripts/bundle/parts/next-fetch.cjs), a session that ended: whoever hears of one tells the window "signed-out"; or an earlier build, which can
 * only be opened anew (kept-page.ts).
 */
export function TroubleBanner() {
  const t = useTranslations("app");
  const trouble = useSyncExternalStore(subscribe, read, () => null);
  return (
    <div role="status">
      {trouble ? (
        <p className="bg-heals-alone px-4 py-1.5 text-center text-canvas text-sm">
          <b>{t(`${trouble}.title`)}</b>{" "}
          {trouble === "signed_out" || trouble === "kept" ? (
            // biome-ignore lint/a11y/useValidAnchor: this page anew, which may lead to the sign-in and from there back
            <a href="" className="underline">
              {t(`${trouble}.link`)}
            </a>
          ) : null}{" "}
          {t(`${trouble}.text`)}
        </p>
      ) : null}
    </div>
  );
}
