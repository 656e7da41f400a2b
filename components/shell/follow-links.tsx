"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ComponentType, lazy, Suspense, useEffect, useTransition } from "react";
import { isKept } from "@/components/live/kept-page";
import type { PageErrorProps } from "@/components/shell/page-error";
import { GO_ATTRIBUTE } from "@/components/ui/page-link";

let isOnTheWay = false;
const PAGE_STAYS = "page-stays";

/**
 * Calls `read`, which reads the page anew, at once or when no other page is on its way: that one would wait for this one as well. A page that is
 * left by then has no need of it: call what is returned. Nor is a page read anew that would lose what is typed on it (kept-page.ts).
 */
export function whilePageStays(read: () => void): () => void {
  const ask = (): void => {
    if (isOnTheWay || isKept()) return;
    removeEventListener(PAGE_STAYS, ask);
    read();
  };
  addEventListener(PAGE_STAYS, ask);
  ask();
  return () => removeEventListener(PAGE_STAYS, ask);
}

/** Whoever rests so long on a link probably presses it. */
const INTENT_MS = 60;

/** The link of the product that an event is about; null where the browser itself has to act: another tab, another site. */
function linkOf(event: Event): HTMLAnchorElement | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(`a[${GO_ATTRIBUTE}]`) : null;
  const isOurs = link && link.origin === location.origin && (link.target === "" || link.target === "_self");
  return isOurs ? link : null;
}

const placeOf = ({ pathname, search, hash }: HTMLAnchorElement): string => pathname + search + hash;

/**
 * Changes the page in place for every `PageLink` and `PageForm`, and fetches ahead where somebody is about to press: one listener for all links, so that a
 * long list brings nothing to make ready, and a link pressed before scripts run is simply followed.
 */
export function FollowLinks() {
  const router = useRouter();
  const [going, start] = useTransition();
  useEffect(() => globalThis.takenOver?.(), []);
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    let waiting: AbortController | undefined;
    const wants = (link: HTMLAnchorElement, wish: string): boolean => (link.getAttribute(GO_ATTRIBUTE) ?? "").split(" ").includes(wish);

    /** Without network the page that is asked for waits: until then this one stays, with what was typed. */
    function go(to: () => void): void {
      waiting?.abort();
      const run = (): void => start(to);
      if (navigator.onLine) return void run();
      waiting = new AbortController();
      window.addEventListener("online", run, { once: true, signal: waiting.signal });
      dispatchEvent(new Event("page-waits"));
    }
    function onClick(event: MouseEvent): void {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = linkOf(event);
      if (!link) return;
      event.preventDefault();
      link.closest<HTMLElement>("[popover]")?.hidePopover();
      const change = wants(link, "replace") ? router.replace : router.push;
      go(() => (wants(link, "file") ? location.assign(link.href) : change(placeOf(link), { scroll: !wants(link, "stay") })));
    }
    function onSubmit(event: SubmitEvent): void {
      const form = event.target;
      if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.hasAttribute(GO_ATTRIBUTE)) return;
      event.preventDefault();
      const said = [...new FormData(form)].flatMap(([name, value]) => (typeof value === "string" && value !== "" ? [[name, value]] : []));
      const query = new URLSearchParams(said).toString();
      go(() => router.push(new URL(form.action).pathname + (query === "" ? "" : `?${query}`)));
    }
    function fetchAhead(link: HTMLAnchorElement): void {
      if (!wants(link, "late") && link.pathname !== location.pathname) router.prefetch(placeOf(link));
    }
    function onPointerOver(event: PointerEvent): void {
      clearTimeout(resting);
      const link = event.pointerType === "touch" ? null : linkOf(event);
      if (link) resting = setTimeout(() => fetchAhead(link), INTENT_MS);
    }
    function onTouchStart(event: TouchEvent): void {
      const link = linkOf(event);
      if (link) fetchAhead(link);
    }

    // On the window: what a component stops, or prevents, never comes here.
    window.addEventListener("click", onClick);
    window.addEventListener("submit", onSubmit);
    window.addEventListener("pointerover", onPointerOver, { passive: true });
    window.addEventListener("touchstart", onTouchStart, { passive: true });
    return () => {
      clearTimeout(resting);
      waiting?.abort();
      window.removeEventListener("click", onClick);
      window.removeEventListener("submit", onSubmit);
      window.removeEventListener("pointerover", onPointerOver);
      window.removeEventListener("touchstart", onTouchStart);
    };
  }, [router]);
  useEffect(() => {
    isOnTheWay = going;
    if (!going) dispatchEvent(new Event(PAGE_STAYS));
  }, [going]);
  // Until the server says what comes: then its shape stands there.
  return going && <i className="going" />;
}

// An error page comes with every other page: this is all of it that comes before something went wrong. It stands in this file, which every page
// has, since the bundler would send it once more for each page of errors.
const PageError = lazy(
  (): Promise<{ default: ComponentType<PageErrorProps> }> =>
    import("@/components/shell/page-error").then(
      (module) => ({ default: module.PageError }),
      () => ({ default: BarePageError }),
    ),
);

/** Where not even the error page can be had. */
function BarePageError() {
  const t = useTranslations("app.errors");
  return (
    <p role="alert">
      {t("title")} <a href="/">{t("home")}</a>
    </p>
  );
}

export function LatePageError(props: PageErrorProps) {
  return (
    <Suspense>
      <PageError {...props} />
    </Suspense>
  );
}
