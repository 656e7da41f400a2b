import { AlarmClock, ChevronDown, ChevronRight, UserRoundPlus } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Desk } from "@/components/queue/desk";
import { Target } from "@/components/queue/target";
import { useAction } from "@/components/shell/use-action";
import { PastTime } from "@/components/sync/past-time";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Parts } from "@/components/ui/parts";
import { StateShape } from "@/components/ui/state-shape";
import { toast } from "@/components/ui/toast";
import { route } from "@/lib/base/route";
import { assignManyAction } from "@/lib/support/queue/actions";
import type { QueueGroup } from "@/lib/support/queue/data";
import type { ManyAnswer } from "@/lib/support/queue/mutations";

/** A group with what the server says about it. */
export interface NamedGroup extends QueueGroup {
  causeName: string;
  traitNames: string;
  /** Opens or closes it. */
  href: Route;
}

interface GroupRowProps {
  group: NamedGroup;
  desk: Desk;
  onSnooze: () => void;
  /** Its incidents, if it is open. */
  children: ReactNode;
}

/** Says how many were changed, and how many a colleague changed first. */
export function useManyAnswer() {
  const t = useTranslations("support.queue.group");
  const router = useRouter();
  return ({ done, overtaken }: ManyAnswer): void => {
    const text = t("changed", { done, overtaken });
    if (overtaken > 0) toast.error(text);
    else toast.success(text);
    router.refresh();
  };
}

/** Incidents of one problem that several shops share: what it costs in all, who works on it, and buttons for all of them. */
export function GroupRow({ group, desk, onSnooze, children }: GroupRowProps) {
  const t = useTranslations("support.queue.group");
  const { id, size, entries, href, merchants, orders, parcels, assignees, startedAt } = group;
  const Chevron = entries ? ChevronDown : ChevronRight;
  return (
    <>
      <div className="relative isolate grid gap-x-4 gap-y-2 px-4 py-3 focus-within:bg-hover/60 hover:bg-hover/60 md:grid-cols-[minmax(0,1fr)_minmax(0,17rem)]">
        <div className="grid min-w-0 grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2.5 [overflow-wrap:anywhere]">
          <StateShape tone="action_needed" className="mt-[3px]" />
          <div className="min-w-0 text-ink-2 text-sm">
            <Link
              data-row-link=""
              href={href}
              prefetch={false}
              scroll={false}
              aria-expanded={entries !== null}
              className="row-link inline-flex items-center gap-1 font-medium text-base text-ink"
            >
              {t("title", { count: size, cause: group.causeName })}
              <Chevron className="size-4 shrink-0 text-ink-3" />
            </Link>
            <p>
              <Parts>
                <span>{t.rich("since", { since: () => <PastTime at={startedAt} since /> })}</span>
                <span>{group.traitNames}</span>
                <span>{t("merchants", { count: merchants })}</span>
              </Parts>
            </p>
            {orders + parcels > 0 ? <p>{t("effect", { orders, parcels })}</p> : null}
          </div>
        </div>
        <div className="grid min-w-0 content-start gap-1.5 max-md:pl-6 md:justify-items-end">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm md:justify-end">
            <Assignees names={assignees} />
            <Target dueAt={group.dueAt} />
          </p>
          <div className="relative z-10 flex flex-wrap gap-1.5 md:justify-end">
            {desk.mayRun ? (
              <LinkButton size="sm" href={route(`/support/fleet/bulk?incident=${id}`)}>
                {t("act")}
              </LinkButton>
            ) : null}
            {desk.mayWork ? <GroupButtons group={group} desk={desk} onSnooze={onSnooze} /> : null}
          </div>
        </div>
      </div>
      {children}
    </>
  );
}

function Assignees({ names }: { names: readonly string[] }) {
  const t = useTranslations("support.queue");
  if (names.length === 0) return <span className="text-ink-3">{t("unassigned")}</span>;
  return <bdi className="font-medium">{names.join(", ")}</bdi>;
}

function GroupButtons({ group, desk, onSnooze }: Omit<GroupRowProps, "children">) {
  const t = useTranslations("support.queue");
  const { run, pending } = useAction();
  const say = useManyAnswer();
  const { unassigned } = group;
  return (
    <>
      {unassigned.length > 0 ? (
        <Button
          size="sm"
          data-assign=""
          icon={<UserRoundPlus />}
          pending={pending}
          onClick={() => run(() => assignManyAction({ incidents: unassigned, personId: desk.reader }), say)}
        >
          {t("group.take", { count: unassigned.length })}
        </Button>
      ) : null}
      <Button size="sm" data-snooze="" icon={<AlarmClock />} onClick={onSnooze}>
        {t("group.snooze")}
      </Button>
    </>
  );
}
