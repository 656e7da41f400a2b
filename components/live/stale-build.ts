// Next loads a page of an earlier build again as a whole document, and what was typed on it is gone. Such a page stays as it is when something was
// typed or chosen on it, and the frame says so (trouble-banner.tsx).

let build: unknown;
let isOld = false;
let typedOn: string | null = null;

globalThis.document?.addEventListener("input", () => {
  typedOn = location.pathname;
});

/** The build that serves now, as the event stream reports at each connect; the first one is that of the page. */
export function noteBuild({ data }: MessageEvent<string>): void {
  build ??= data;
  isOld ||= data !== build;
}

/** Whether reading the page again would lose something. */
export function holdsUnsavedInput(): boolean {
  const kept = isOld && typedOn === location.pathname;
  if (kept) dispatchEvent(new Event("page-outdated"));
  return kept;
}
