import { styleText } from "node:util";
import { createTranslator } from "use-intl/core";
import { SECOND_MS } from "@/lib/base/units";
import { describeCause, describeRecovered, describeUntested, nameBlocker, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { decideFixer, fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import { arrangeMatrix, type Matrix, productToken } from "@/lib/check/matrix";
import { orderByImpact } from "@/lib/check/order-by-impact";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { type Egress, REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import type { Locale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";

type Style = Parameters<typeof styleText>[0];
type Words = Translate;

export interface ReportOptions {
  locale: Locale;
  /** ANSI colours. */
  colours: boolean;
  egress: Egress;
}

/** Shop data is untrusted: removes control characters and bidirectional marks for the terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === "\n" ? "\n" : ""));

const indent = (text: string, by: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? line : by + line))
    .join("\n");

/** The check as text: verdict, matrix, each cause with its evidence and the fix for the detected server. */
export async function writeReport(result: CheckResult, options: ReportOptions): Promise<string> {
  const { locale, egress } = options;
  const messages = await loadMessages(locale);
  const translator = (namespace: string): Words => createTranslator({ locale, messages, namespace }) as unknown as Words;
  const t = translator("command");
  const checks = translator("checks");
  const causes = translator("causes");
  const fixes = translator("fixes");
  const style = (name: Style, text: string): string => (options.colours ? styleText(name, text, { validateStream: false }) : text);
  const blocks: string[] = [];

  const tone: Style = result.verdict === "healthy" ? "green" : result.verdict === "degraded" ? "yellow" : "red";
  const facts = t("facts", { requests: result.requests, seconds: (result.durationMs / SECOND_MS).toFixed(1) });
  const server = [nameBlocker(causes, result.server.software), result.server.version].filter(Boolean).join(" ");
  blocks.push(
    [
      style(["bold", tone], `${causes(`verdicts.${result.verdict}`)} · ${result.effectiveUrl ?? result.url}`),
      `${facts}${result.shopSystem ? ` · ${t("shop_system", { shopSystem: fixes(`software.${result.shopSystem}`) })}` : ""}${server ? ` · ${t("server", { server })}` : ""}`,
    ].join("\n"),
  );

  if (result.probes.length > 0 && result.shopSystem) {
    blocks.push(writeMatrix(arrangeMatrix(result.probes, userAgents(result.shopSystem)), t, style));
  }
  const notes = [describeUntested(checks, locale, result), describeRecovered(checks, result)].filter((note) => note !== null);
  blocks.push(...notes);
  if (result.causes.length === 0 && notes.length === 0) blocks.push(t("no_cause"));
  for (const { cause } of orderByImpact(result.causes)) blocks.push(writeCause(cause));
  return `${printable(blocks.join("\n\n"))}\n`;

  function writeCause(cause: Cause): string {
    const words = describeCause(causes, locale, cause);
    const find = (id: string | null): Probe | undefined => result.probes.find((probe) => probe.id === id);
    const pass = find(cause.evidence.pass);
    const fail = find(cause.evidence.fail);
    const lines = [style("bold", `■ ${words.title}`) + style("dim", `  ${cause.code}`), words.effect, words.explanation];
    if (words.reason) lines.push(words.reason);
    lines.push(
      causes(`fixer.${decideFixer(cause, { shopSystem: result.shopSystem, server: result.server.software })}`),
      style("dim", words.certainty),
    );
    if (pass) lines.push(`  ${style("green", "✓")} ${describeProbe(pass, t, checks)}`);
    if (fail) lines.push(`  ${style("red", "✕")} ${describeProbe(fail, t, checks)}`);
    const [fix] = fixesFor(cause, {
      url: result.effectiveUrl ?? result.url,
      shopSystem: result.shopSystem,
      server: result.server.software,
      addresses: egress.addresses,
      userAgents: result.shopSystem ? userAgents(result.shopSystem) : [],
      methods: REQUIRED_METHODS,
    });
    if (fix) lines.push("", ...writeFix(describeFix(fixes, fix), t, style));
    const logs = logLinesFor(cause, result.probes, result.server.software);
    if (logs.length > 0) lines.push("", style("bold", t("log")), ...logs.map((hint) => indent(hint.command, "    ")));
    if (fail && fail.outcome !== "refused_target")
      lines.push("", style("bold", t("repeat")), indent(curlFor(fail, result.effectiveUrl ?? result.url), "    "));
    return lines.join("\n");
  }
}

function describeProbe(probe: Probe, t: Words, checks: Words): string {
  const answer = probe.status === null ? describeFailure(checks, probe) : `HTTP ${probe.status}`;
  return `${probe.method} ${probe.path} · ${probe.userAgent === "" ? t("no_user_agent") : probe.userAgent} · ${probe.from ?? t("default_route")} → ${answer}`;
}

function writeFix(fix: ReturnType<typeof describeFix>, t: Words, style: (name: Style, text: string) => string): string[] {
  const lines = [
    style("bold", t("fix", { software: fix.software })),
    `  ${[fix.fixer, fix.minutes, fix.found].filter(Boolean).join(" · ")}`,
  ];
  if (fix.cannotBeSkipped) lines.push(`  ${fix.cannotBeSkipped}`);
  fix.steps.forEach((step, index) => {
    lines.push(`  ${index + 1}. ${step}`);
  });
  for (const snippet of fix.snippets) {
    lines.push(
      "",
      `  ${snippet.title}${snippet.file ? ` (${snippet.file})` : ""} · ${snippet.place}`,
      style("cyan", indent(snippet.code, "    ")),
    );
  }
  for (const warning of fix.warnings) lines.push("", `  ${style("yellow", "!")} ${warning}`);
  return lines;
}

function writeMatrix(matrix: Matrix, t: Words, style: (name: Style, text: string) => string): string {
  const heads = matrix.columns.map((column) => `${column.from ?? t("default_route")} ${productToken(column.userAgent)}`);
  const first = Math.max(...matrix.rows.map((row) => row.method.length));
  const lines = [`${" ".repeat(first)}  ${heads.join("  ")}`];
  for (const row of matrix.rows) {
    const cells = row.cells.map((cell, index) => {
      const mark = cell.probe ? (cell.probe.passed ? style("green", "✓") : style("red", "✕")) : style("dim", "·");
      const width = heads[index]?.length ?? 1;
      return `${" ".repeat(Math.floor((width - 1) / 2))}${mark}${" ".repeat(Math.ceil((width - 1) / 2))}`;
    });
    lines.push(`${row.method.padEnd(first)}  ${cells.join("  ")}`);
  }
  lines.push(style("dim", t("legend")));
  return lines.join("\n");
}
