import { isValidElement, type ReactNode } from "react";
import formatCompiled from "use-intl/format-message/format-only";

// Takes the place of use-intl's formatter in the pages (next.config.mjs): it formats messages that the server has parsed already, which saves
// the browser a parser of 10 kB. Elements given as values stand in the text as marks until it is formatted, since the formatter would print
// them as text.

type Parameters_ = Parameters<typeof formatCompiled>;
type Values = Parameters_[2];
type Formatted = ReturnType<typeof formatCompiled>;

const SYNTAX = /[{<]/;
const MARK = "\u0001";

/** Formats a message compiled by lib/i18n/compile-messages.ts; throws for one that is not. */
export default function formatMessage(...[key, message, values, options]: Parameters_): Formatted {
  if (typeof message === "string" && SYNTAX.test(message)) throw new Error(`The message ${String(key)} is not compiled.`);
  const elements: ReactNode[] = [];
  const marked = values && markElements(values, elements);
  const formatted = formatCompiled(key, message, marked, options);
  return elements.length === 0 ? formatted : (putBack(formatted, elements) as Formatted);
}

formatMessage.raw = false;

function markElements(values: NonNullable<Values>, elements: ReactNode[]): Values {
  const marked = Object.entries(values).map(([name, value]) => {
    if (isValidElement(value)) return [name, `${MARK}${elements.push(value) - 1}${MARK}`];
    // Inside of a tag the marks are taken out before its function sees them.
    return [name, typeof value === "function" ? (chunks: unknown) => value(putBack(chunks, elements) as never) : value];
  });
  return Object.fromEntries(marked) as Values;
}

function putBack(formatted: unknown, elements: readonly ReactNode[]): unknown {
  if (Array.isArray(formatted)) return formatted.flatMap((part) => putBack(part, elements));
  if (typeof formatted !== "string" || !formatted.includes(MARK)) return formatted;
  return formatted
    .split(MARK)
    .map((part, index) => (index % 2 === 0 ? part : elements[Number(part)]))
    .filter((part) => part !== "");
}
