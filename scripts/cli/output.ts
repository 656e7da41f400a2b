import { stripVTControlCharacters, styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];
type Stream = NodeJS.WriteStream & { fd: 1 | 2 };

/** Texts of shops and of other users must not write to the terminal: control characters and marks of direction are dropped. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}]/gu, " ");

const isColoured = (stream: Stream): boolean => stream.isTTY === true && !process.env["NO_COLOR"] && stream.hasColors();

export const styled = (style: Style, text: string, stream: Stream = process.stdout): string =>
  isColoured(stream) ? styleText(style, text) : text;

export const say = (line = ""): void => void process.stdout.write(`${line}\n`);
/** Progress and explanations, so that standard output holds the result only. */
export const note = (line: string): void => void process.stderr.write(`${line}\n`);
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined));
/** One document a line, for results that follow each other. */
export const sayJsonLine = (value: unknown): void => say(JSON.stringify(value));

/** Columns as wide as their widest cell; the last one may be of any length. */
export function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(printable));
  const widths = head.map((title, index) => Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  return [styled("dim", lineOf(head)), ...cells.map(lineOf)];
}

/** To the minute, in UTC like the times in the sentences of the API. */
export const writeTime = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16)}Z`;

/** A code of the API as words: connection_refused → connection refused. */
export const words = (code: string): string => code.replaceAll("_", " ");
