"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

const TOLD = ["online", "offline", "signed-out", "page-waits", "page-comes"];

let signedOut = false;
/** A page was asked for that cannot be fetched; it comes when the network is back. */
let waits = false;

function subscribe(listener: () => void): () => void {
  const hear = ({ type }: Event): void => {
    signedOut ||= type === "signed-out";
    waits = type === "page-waits";
    listener();
  };
  for (const name of TOLD) addEventListener(name, hear);
  return () => {
    for (const name of TOLD) removeEventListener(name, hear);
    // Whoever signs in comes back to a frame of its own.
    signedOut = waits = false;
  };
}

const read = () => (signedOut ? "signed_out" : waits ? "waits" : navigator.onLine ? null : "offline");

/**
 * Says above everything what keeps this page from its server, and what to do: no network, a page that waits for it (follow-links.tsx,
 * scripts/bundle/parts/next-fetch.cjs), or a session that ended: whoever hears of one tells the window "signed-out".
 */
export function TroubleBanner() {
  const t = useTranslations("app");
  const trouble = useSyncExternalStore(subscribe, read, () => null);
  return (
    <div role="status">
      {trouble ? (
        <p className="bg-heals-alone px-4 py-1.5 text-center text-canvas text-sm">
          <b>{t(`${trouble}.title`)}</b>{" "}
          {trouble === "signed_out" ? (
            // biome-ignore lint/a11y/useValidAnchor: this page anew, which leads to the sign-in and from there back
            <a href="" className="underline">
              {t("signed_out.link")}
            </a>
          ) : null}{" "}
          {t(`${trouble}.text`)}
        </p>
      ) : null}
    </div>
  );
}
