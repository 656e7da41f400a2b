// A page of an earlier build cannot be read anew in place: Next opens it once more, and what is typed on it is gone. So it is kept as it is where
// somebody typed or chose something on it, and says so.

let build: unknown;
let isOld = false;
let typedOn: string | null = null;

globalThis.document?.addEventListener("input", () => {
  typedOn = location.pathname;
});

/** The build that serves by now, as the event stream tells at each connect; the first one is that of the page. */
export function hearBuild({ data }: MessageEvent<string>): void {
  build ??= data;
  isOld ||= data !== build;
}

/** Whether reading the page anew would lose something. */
export function isKept(): boolean {
  const kept = isOld && typedOn === location.pathname;
  if (kept) dispatchEvent(new Event("page-kept"));
  return kept;
}
