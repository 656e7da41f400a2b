// Next replaces a page of an earlier build by a full document load, which loses typed text. Such a page is kept when it holds input, and the
// frame says so (trouble-banner.tsx).

let build: unknown;
let isOld = false;
let typedOn: string | null = null;

globalThis.document?.addEventListener("input", () => {
  typedOn = location.pathname;
});

/** Records the serving build, which the stream reports on each connect; the first one is the page's. */
export function noteBuild({ data }: MessageEvent<string>): void {
  build ??= data;
  isOld ||= data !== build;
}

/** Whether a reload would lose input; then also reports the outdated page. */
export function holdsUnsavedInput(): boolean {
  const kept = isOld && typedOn === location.pathname;
  if (kept) dispatchEvent(new Event("page-outdated"));
  return kept;
}
