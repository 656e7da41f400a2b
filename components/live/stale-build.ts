// Next replaces a page of an earlier build with a full document load, which loses typed text. A page with unsaved input is therefore kept,
// and the frame says so (trouble-banner.tsx).

let build: unknown;
let isOld = false;
let typedOn: string | null = null;

globalThis.document?.addEventListener("input", () => {
  typedOn = location.pathname;
});

/** Records the serving build, which the stream reports on each connect; the first one is the page's own. */
export function noteBuild({ data }: MessageEvent<string>): void {
  build ??= data;
  isOld ||= data !== build;
}

/** Whether a reload would lose input; if so, also marks the page as outdated. */
export function holdsUnsavedInput(): boolean {
  const kept = isOld && typedOn === location.pathname;
  if (kept) dispatchEvent(new Event("page-outdated"));
  return kept;
}
