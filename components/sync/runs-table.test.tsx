import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RunsTable } from "@/components/sync/runs-table";
import { dateFormats } from "@/lib/i18n/date-formats";
import { loadMessages } from "@/lib/i18n/messages";
import type { RunEntry, RunView } from "@/lib/sync/past-runs/run-view";

const NOW = new Date("2026-11-25T15:00:00Z");

const failed = (id: string, failure: RunView["failure"], failureStatus: number): RunEntry => ({
  kind: "run",
  run: {
    id,
    integrationId: "shop",
    trigger: "schedule",
    status: "failed",
    phase: "done",
    requestedBy: null,
    failure,
    failureStatus,
    visitor: null,
    requestedAt: NOW.toISOString(),
    startedAt: null,
    finishedAt: null,
    windowFrom: null,
    windowTo: null,
    total: null,
    fetched: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    quarantined: 0,
    shopCount: null,
    ourCount: null,
    ourUnreadable: null,
    ourDismissed: null,
    countCheckFrom: null,
    countCheckTo: null,
    unlisted: null,
    statusDelta: null,
    countCheckIsWhole: false,
    checkId: null,
    readAt: 0,
  },
});
const NO_FAILURE = { failure: null, failureStatus: null } as const;

function compared(id: string, counts: Partial<RunView>): RunEntry {
  const entry = failed(id, null, 0);
  return entry.kind === "run" ? { ...entry, run: { ...entry.run, ...NO_FAILURE, status: "succeeded", ...counts } } : entry;
}

const quiet: RunEntry = { kind: "quiet", id: "quiet", count: 3, from: NOW, to: NOW };

const render = async (entries: RunEntry[]): Promise<string> =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={await loadMessages("en")} now={NOW} timeZone="UTC" formats={dateFormats("24h")}>
      <RunsTable entries={entries} ask="/m/m1/support/new?integration=i1" />
    </NextIntlClientProvider>,
  );

test("no count is called equal to another one", async () => {
  const html = await render([
    compared("a", { shopCount: 171, ourCount: 171 }),
    compared("b", { shopCount: 169, ourCount: 171, unlisted: -2 }),
    compared("c", { shopCount: 169, ourCount: 171 }),
  ]);
  for (const said of ["171 = 171", "169 + 2 = 171", "169 in the shop, 171 here"]) expect(html).toContain(said);
  expect(html).not.toContain("169 = 171");
});

test("consecutive failures of one kind offer support once, at the newest", async () => {
  const entries = [
    failed("a", "server_error", 503),
    failed("b", "server_error", 503),
    failed("c", "server_error", 502),
    quiet,
    failed("d", "server_error", 502),
  ];
  const html = await render(entries);
  expect([...html.matchAll(/\/m\/m1\/support\/new\?integration=i1&amp;run=(\w)/g)].map(([, id]) => id)).toEqual(["a", "c", "d"]);
});
