import { type ApiClient, answerOf, type Schemas } from "@/lib/api/client/client";
import type { WaitOptions } from "@/scripts/cli/commands/check";
import { EXIT, type ExitCode } from "@/scripts/cli/exit-codes";
import { findShop, type Shop } from "@/scripts/cli/find-shop";
import { openApi } from "@/scripts/cli/open-api";
import { note, printable, say, sayJson, styled, words } from "@/scripts/cli/output";
import { startProgress, writeBar } from "@/scripts/cli/progress";
import { preferWait, readUntil } from "@/scripts/cli/wait";

export type Run = Schemas["Run"];

const PHASES: Record<Run["phase"], string> = {
  queued: "waiting for a free worker",
  preflight: "asking the shop",
  fetching: "fetching orders",
  comparing: "comparing the counts",
  done: "done",
};

const isOver = ({ status }: Run): boolean => status === "succeeded" || status === "failed";

export async function refresh(typed: string, options: WaitOptions): Promise<ExitCode> {
  const api = openApi(options);
  const shop = await findShop(api, typed);
  const progress = startProgress(`Refreshing ${shop.name} …`, options.json === true);
  try {
    // A terminal shows each step instead of one wait.
    const prefers = options.wait && !process.stderr.isTTY ? preferWait(options.timeout) : {};
    const params = { path: { integrationId: shop.id }, ...prefers };
    const started = await answerOf(api.POST("/integrations/{integrationId}/refresh", { params }));
    if (!options.wait) {
      progress.stop();
      if (options.json) sayJson(started);
      else say(`Refresh of ${printable(shop.name)} was started. mooring logs shows how it ends.`);
      return EXIT.ok;
    }
    const runId = "runId" in started ? started.runId : started.id;
    const read = (): Promise<Run> => answerOf(api.GET("/runs/{runId}", { params: { path: { runId } } }));
    const first = "runId" in started ? await read() : started;
    const waiting = { first, seconds: options.timeout, what: `Refresh of ${shop.name}` };
    const ended = await readUntil(waiting, read, isOver, ({ phase, fetched, total }) => {
      const count = phase === "fetching" ? ` ${writeBar(fetched, total)}` : "";
      progress.show(`${shop.name}: ${PHASES[phase]}${count}`);
    });
    progress.stop();
    if (options.json) sayJson(ended);
    else tellRun(shop.name, ended);
    if (ended.status === "failed" && !options.json) await explain(api, shop);
    return codeOf(ended);
  } finally {
    progress.stop();
  }
}

/** Only a count that matches is a success: without it, an order may be missing. */
function codeOf({ status, failure, countCheck }: Run): ExitCode {
  if (failure === "counts_differ") return EXIT.countDiffers;
  if (status === "failed") return EXIT.finding;
  return countCheck && isAccounted(countCheck) ? EXIT.ok : EXIT.countDiffers;
}

/** Every order that the shop counts is imported, or a user dismissed it. */
const isAccounted = ({ isComplete, unreadable, dismissed, missing, unlisted, gone }: NonNullable<Run["countCheck"]>): boolean =>
  isComplete || (unreadable === dismissed && missing + unlisted + gone === 0);

export function writeRun({ status, failure, failureStatus, created, updated, fetched, quarantined }: Run): string {
  const why = failure ? `${words(failure)}${failureStatus === null ? "" : ` (status ${failureStatus})`}` : null;
  const head = [status, why].filter(Boolean).join(": ");
  if (status === "failed" && fetched === 0) return head;
  const numbers = [`${fetched} read`, `${created} new`, `${updated} changed`, ...(quarantined > 0 ? [`${quarantined} unreadable`] : [])];
  return `${head} · ${numbers.join(", ")}`;
}

export function writeCount({ countCheck, shopCount, ourCount }: Run): string {
  if (!countCheck) return "The counts were not compared.";
  if (countCheck.isComplete) return `The shop has ${shopCount} orders, and ${ourCount} of them are imported.`;
  const { missing, unlisted, unreadable, dismissed, gone, kept } = countCheck;
  const parts = Object.entries({ missing, unlisted, unreadable, gone, kept })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}${name === "unreadable" && dismissed > 0 ? `, of which ${dismissed} dismissed` : ""}`);
  return `The shop counts ${shopCount} orders, imported are ${ourCount}: ${parts.join("; ")}.`;
}

function tellRun(name: string, run: Run): void {
  const isProven = codeOf(run) === EXIT.ok;
  say(styled(["bold", isProven ? "green" : "red"], `${isProven ? "✓" : "✕"} ${printable(name)} ${writeRun(run)}`));
  if (run.status === "succeeded" || run.countCheck) say(`  ${writeCount(run)}`);
}

/** The API says in words what failed and who can act. */
async function explain(api: ApiClient, { id }: Shop): Promise<void> {
  const { story } = await answerOf(api.GET("/integrations/{integrationId}", { params: { path: { integrationId: id } } }));
  for (const text of [story.headline, story.cause, story.responsibility]) if (text) note(`  ${printable(text)}`);
}
