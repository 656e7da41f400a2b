import { useTranslations } from "next-intl";
import { startTransition, useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { CopyButton } from "@/components/ui/copy-button";
import { StateShape } from "@/components/ui/state-shape";
import { MINUTE_MS } from "@/lib/base/units";

export interface PageErrorProps {
  /** `digest`: id that Next gives a server error, also in the server's log. The message stays on the server. */
  error: Error & { digest?: string };
  /** Requests the page again; `reset` would only re-render the failed payload. */
  retry: () => void;
}

export function PageError({ error, retry }: PageErrorProps) {
  const t = useTranslations("app.errors");
  const [pending, start] = useTransition();
  const isAway = useOutage();
  useOneRetry(retry);
  if (isAway)
    return (
      <div role="alert" className="mx-auto max-w-md py-12">
        <StateShape tone="recovering" className="mb-4 size-6" />
        <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("away_title")}</h1>
        <p className="mt-2 text-ink-2">{t("away_text")}</p>
      </div>
    );
  return (
    <div role="alert" className="mx-auto max-w-md py-12">
      <StateShape tone="action_needed" className="mb-4 size-6" />
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t("title")}</h1>
      <p className="mt-2 text-ink-2">{t("text")}</p>
      <p className="mt-3 flex items-center gap-2">
        <code className="rounded-sm border border-line bg-sunken px-2 py-1 font-mono text-sm">{error.digest ?? t("browser_error")}</code>
        {error.digest ? <CopyButton text={error.digest} /> : null}
      </p>
      <div className="mt-6 flex gap-2">
        <Button variant="primary" pending={pending} onClick={() => start(retry)}>
          {t("retry")}
        </Button>
        {/* A plain link loads the document again, which recovers from any client-side error. */}
        <a href="/" className={buttonStyle()}>
          {t("home")}
        </a>
      </div>
    </div>
  );
}

const EVERY_MS = 2_000;

let lastRetryAt = Number.NEGATIVE_INFINITY;

/** Requests a failed page once more by itself: after a restart of the database, the first requests may fail although the server is ready. */
function useOneRetry(retry: () => void): void {
  useEffect(() => {
    if (performance.now() - lastRetryAt < MINUTE_MS) return;
    const timer = window.setTimeout(() => {
      lastRetryAt = performance.now();
      startTransition(retry);
    }, EVERY_MS);
    return () => window.clearTimeout(timer);
  }, [retry]);
}

/** Whether the server reaches its database, according to /readyz. */
async function askServer(signal: AbortSignal): Promise<"away" | "ready" | "unknown"> {
  try {
    const answer = await fetch("/readyz", { cache: "no-store", signal });
    if (answer.ok) return "ready";
    return /^(database_unreachable|migrations_missing)/.test(await answer.text()) ? "away" : "unknown";
  } catch {
    return "unknown";
  }
}

/** Whether the page failed because the server's database is down; reloads the page once it is back. */
function useOutage(): boolean {
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    let timer: number | undefined;
    let wasAway = false;
    const ask = async (): Promise<void> => {
      const state = await askServer(stop.signal);
      if (stop.signal.aborted) return;
      if (state === "ready" && wasAway) return window.location.reload();
      wasAway ||= state === "away";
      setIsAway(wasAway);
      if (wasAway) timer = window.setTimeout(ask, EVERY_MS);
    };
    void ask();
    return () => {
      stop.abort();
      window.clearTimeout(timer);
    };
  }, []);
  return isAway;
}
