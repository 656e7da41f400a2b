import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { StableList } from "@/components/live/stable-list";
import { ThreadStatusMark } from "@/components/threads/thread-status-mark";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { Side, ThreadRow } from "@/lib/support/threads/thread";

interface ThreadListProps {
  threads: readonly (ThreadRow & { merchantName?: string })[];
  reader: Side;
  hrefOf: (thread: ThreadRow) => Route;
}

export function ThreadList({ threads, reader, hrefOf }: ThreadListProps) {
  const t = useTranslations("threads");
  const items = threads.map((thread) => ({
    id: thread.id,
    version: `${thread.status} ${thread.lastMessageAt.toISOString()}`,
    node: <Thread key={thread.id} thread={thread} reader={reader} hrefOf={hrefOf} />,
  }));
  return <StableList kind="threads" label={t("list")} items={items} />;
}

function Thread({ thread, reader, hrefOf }: Omit<ThreadListProps, "threads"> & { thread: ThreadListProps["threads"][number] }) {
  const t = useTranslations("threads");
  return (
    <div className="relative grid gap-x-4 gap-y-0.5 px-4 py-2.5 focus-within:bg-hover/60 hover:bg-hover/60 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="flex items-start gap-2">
          <Link
            href={hrefOf(thread)}
            prefetch={false}
            className={`line-clamp-2 rounded-sm after:absolute after:inset-0 ${thread.unread ? "font-semibold" : "font-medium"}`}
          >
            <bdi>{thread.firstWords}</bdi>
          </Link>
          {thread.unread ? <Badge tone="accent">{t("new")}</Badge> : null}
        </p>
        <p className="text-ink-2 text-sm">
          {thread.merchantName === undefined ? null : (
            <>
              <bdi>{thread.merchantName}</bdi>
              {" · "}
            </>
          )}
          {thread.shop === null ? t("about.merchant") : <bdi>{thread.shop}</bdi>}
          {thread.about === "run" ? ` · ${t("about.run")}` : null}
          {thread.about === "cause" ? ` · ${t("about.cause")}` : null}
        </p>
      </div>
      <div className="flex gap-x-3 text-sm sm:flex-col sm:items-end">
        <ThreadStatusMark status={thread.status} reader={reader} />
        <Time at={thread.lastMessageAt} className="text-ink-3" />
      </div>
    </div>
  );
}
