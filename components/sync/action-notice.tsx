import type { Notice } from "@/components/sync/use-action-with-notice";

export function ActionNotice({ notice }: { notice: Notice | null }) {
  return (
    <p role="status" className={`${notice?.good === false ? "text-action-needed" : "text-ink-2"} empty:sr-only`}>
      {notice?.text}
    </p>
  );
}
