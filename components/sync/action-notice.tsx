import type { Notice } from "@/components/sync/use-action-with-notice";

/** How the last press ended, told to screen readers where it stands. */
export function ActionNotice({ notice }: { notice: Notice | null }) {
  return (
    <p role="status" className={`${notice?.good === false ? "text-needs-you" : "text-ink-2"} empty:sr-only`}>
      {notice?.text}
    </p>
  );
}
