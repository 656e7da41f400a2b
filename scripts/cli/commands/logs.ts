import { setTimeout as pause } from "node:timers/promises";
import { answerOf } from "@/lib/api/client/client";
import { type Run, writeCount, writeRun } from "@/scripts/cli/commands/refresh";
import { EXIT, type ExitCode } from "@/scripts/cli/exit-codes";
import { findShop } from "@/scripts/cli/find-shop";
import { type GlobalOptions, openApi } from "@/scripts/cli/open-api";
import { printable, say, sayJsonLine, styled, words, writeTime } from "@/scripts/cli/output";

const READ_EVERY_MS = 5_000;

export async function logs(typed: string, options: GlobalOptions & { lines: number; follow?: boolean }): Promise<ExitCode> {
  const api = openApi(options);
  const { id: integrationId } = await findShop(api, typed);
  const read = async (): Promise<Run[]> => {
    const params = { path: { integrationId }, query: { limit: options.lines } };
    return (await answerOf(api.GET("/integrations/{integrationId}/runs", { params }))).data.toReversed();
  };
  const shown = new Set<string>();
  for (;;) {
    for (const run of await read()) {
      const state = `${run.id} ${run.status}`;
      if (shown.has(state)) continue;
      shown.add(state);
      if (options.json) sayJsonLine(run);
      else say(writeLine(run));
    }
    if (!options.follow) return EXIT.ok;
    await pause(READ_EVERY_MS);
  }
}

function writeLine(run: Run): string {
  const { requestedAt, finishedAt, trigger, requestedBy, status } = run;
  const by = requestedBy ? ` by ${printable(requestedBy)}` : "";
  const count = run.countCheck ? ` · ${writeCount(run)}` : "";
  const line = `${writeTime(finishedAt ?? requestedAt)}  ${words(trigger)}${by}  ${writeRun(run)}${count}`;
  return status === "failed" ? styled("red", line) : line;
}
