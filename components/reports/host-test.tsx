"use client";

import { Check, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useMilestones } from "@/components/ui/use-milestones";
import type { TestProgress } from "@/lib/operations/reports/data";
import { type HostAnswerOutcome, type HostTestAnswer, reportPath } from "@/lib/operations/reports/link";

/** Polls faster while a test runs; another browser may start one at any time. */
const WAITING_MS = 700;
const IDLE_MS = 15_000;

/** Repeats the refused requests of this report, with or without the answer "fixed". Follows a test started in any browser and re-renders the page with the result. */
export function HostTest({ token, initial }: { token: string; initial: TestProgress }) {
  const t = useTranslations("reports.test");
  const answers = useTranslations("reports.answers");
  const router = useRouter();
  const [progress, setProgress] = useState(initial);
  const [isStarting, setIsStarting] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [shown, setShown] = useState(initial);
  const isRunning = isStarting || progress.running !== null;
  const running = progress.running ? t("running", { count: progress.running.probesDone }) : "";
  const announced = useMilestones(running, progress.running ? "running" : "");
  // The page was re-rendered, so its props are newer than the local state.
  if (shown !== initial) {
    setShown(initial);
    setProgress(initial);
    if (initial.doneCheckId !== shown.doneCheckId) setNotice(t("still"));
  }

  useEffect(() => {
    let ended = false;
    const follow = async (): Promise<void> => {
      const next = document.visibilityState === "visible" ? await readState(token) : null;
      if (ended || !next) return;
      setProgress(next);
      if (next.running === null && next.doneCheckId !== initial.doneCheckId) router.refresh();
    };
    const timer = setInterval(() => void follow(), isRunning ? WAITING_MS : IDLE_MS);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [token, isRunning, initial, router]);

  const textOf = (answer: HostTestAnswer): string | null => {
    if (answer.kind === "joined") return t("joined");
    if (answer.kind === "nothing_refused") return t("nothing_refused");
    if (answer.kind === "started") return null;
    const { retryAfterSeconds: seconds } = answer;
    return seconds > 90 ? t("too_many", { minutes: Math.ceil(seconds / 60) }) : t("too_soon", { seconds });
  };

  const start = async (isFixed: boolean): Promise<void> => {
    setIsStarting(true);
    setNotice(null);
    try {
      const response = await ask(token, isFixed);
      if (response.status === 429) setNotice(answers("sent.too_many"));
      else if (!response.ok) setNotice(t(response.status === 410 || response.status === 404 ? "gone" : "failed"));
      else {
        const answer = await readAnswer(response);
        setNotice(answer && textOf(answer));
        const next = await readState(token);
        if (next) setProgress(next);
        if (isFixed || answer?.kind === "nothing_refused" || (next?.running === null && next.doneCheckId !== initial.doneCheckId))
          router.refresh();
      }
    } catch {
      setNotice(t("failed"));
    } finally {
      setIsStarting(false);
    }
  };

  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 print:hidden">
      <Button variant="primary" pending={isRunning} onClick={() => void start(true)} icon={<Check />}>
        {t("fixed")}
      </Button>
      <Button pending={isRunning} onClick={() => void start(false)} icon={<RotateCcw />}>
        {t("button")}
      </Button>
      {progress.running ? (
        <p aria-hidden="true" className="text-ink">
          {running}
        </p>
      ) : null}
      <p role="status" className={progress.running ? "sr-only" : "text-ink empty:sr-only"}>
        {progress.running ? announced : isStarting ? t("started") : notice}
      </p>
    </div>
  );
}

function ask(token: string, isFixed: boolean): Promise<Response> {
  if (!isFixed) return fetch(`${reportPath(token)}/test`, { method: "POST" });
  const body = new FormData();
  body.set("kind", "fixed");
  return fetch(`${reportPath(token)}/answer`, { method: "POST", body });
}

async function readAnswer(response: Response): Promise<HostTestAnswer | null> {
  const answer = (await response.json()) as HostTestAnswer | HostAnswerOutcome;
  if (answer.kind === "refused") return null;
  return answer.kind === "stored" ? answer.test : answer;
}

async function readState(token: string): Promise<TestProgress | null> {
  const response = await fetch(`${reportPath(token)}/state`, { cache: "no-store" });
  return response.ok ? ((await response.json()) as TestProgress) : null;
}
