// React sends what stands in a Suspense boundary behind the page as soon as the page is larger than 12.8 kB, ready or not, and has scripts move it
// to its place: what stands below goes down when it comes, a few hundred milliseconds later. In a document that comes whole it stands there at once.

/** What begins behind the page: something to be moved, in an element of its own, or a script. */
const PIECE = /<(div hidden|svg aria-hidden="true" style="display:none") id="(S:[0-9a-f]+)">|<script\b[^>]*>/g;
const CLOSING = { div: "</div>", svg: "</svg>" };
/** What may follow such an element: a move, or what Next tells of the page. */
const FOLLOWS = /\$R|\(?self\.__next_f/y;
/** The last call of a script that moves: something into a boundary, or to where a part is left out. */
const MOVE = /\$R(?:C\("(?<boundary>B:[0-9a-f]+)","(?<content>S:[0-9a-f]+)"\)|S\("(?<part>S:[0-9a-f]+)","(?<place>P:[0-9a-f]+)"\))$/;
const PLACE = /(<!--\$\?-->)?<template id="([BP]:[0-9a-f]+)"><\/template>/g;
const MARK = /<!--(\/?)\$[?!~]?-->/g;
const END_OF_SCRIPT = "</script>";

/**
 * What is moved, by the place where it belongs, and the page without it; null where there is something that React does in another way.
 * @param {string} text
 */
function takeMoved(text) {
  /** @type {Map<string, string>} */
  const contents = new Map();
  /** @type {Map<string, string>} */
  const moved = new Map();
  let page = "";
  let done = 0;
  /** @type {{ id: string, closing: string, from: number } | null} */
  let open = null;
  for (const { 0: tag, 1: element, 2: id, index } of text.matchAll(PIECE)) {
    const from = index + tag.length;
    if (!open) page += text.slice(done, index);
    else {
      const to = index - open.closing.length;
      FOLLOWS.lastIndex = from;
      if (!text.startsWith(open.closing, to) || !(element || FOLLOWS.test(text))) return null;
      contents.set(open.id, text.slice(open.from, to));
    }
    done = index;
    open = element && id ? { id, closing: element.startsWith("div") ? CLOSING.div : CLOSING.svg, from } : null;
    if (open || !text.startsWith("$R", from)) continue;
    const end = text.indexOf(END_OF_SCRIPT, from);
    const { boundary, content, part, place } = MOVE.exec(text.slice(from, end))?.groups ?? {};
    const taken = contents.get(content ?? part ?? "");
    if (taken === undefined) return null;
    moved.set(boundary ?? place ?? "", taken);
    done = end + END_OF_SCRIPT.length;
  }
  return open ? null : { moved, page: page + text.slice(done) };
}

/** Where the boundary ends whose content begins at `from`, those in it passed over; -1 when it does not. */
function endOf(text, from) {
  let depth = 0;
  MARK.lastIndex = from;
  for (let mark = MARK.exec(text); mark; mark = MARK.exec(text)) {
    if (!mark[1]) depth += 1;
    else if (depth === 0) return mark.index;
    else depth -= 1;
  }
  return -1;
}

/**
 * `text` with everything at its place, taken out of `moved`; null where something is missing.
 * @param {string} text
 * @param {Map<string, string>} moved
 * @returns {string | null}
 */
function putMoved(text, moved) {
  let drawn = "";
  let done = 0;
  for (const { 0: opening, 1: boundary, 2: id = "", index } of text.matchAll(PLACE)) {
    const from = index + opening.length;
    // In a boundary stands what was to be seen until its content came.
    const end = boundary ? endOf(text, from) : from;
    const content = moved.get(id);
    moved.delete(id);
    const isWhole = content !== undefined && end >= 0 && index >= done && id.startsWith(boundary ? "B" : "P");
    const inner = isWhole ? putMoved(content, moved) : null;
    if (inner === null) return null;
    drawn += `${text.slice(done, index)}${boundary ? "<!--$-->" : ""}${inner}`;
    done = end;
  }
  return drawn + text.slice(done);
}

/**
 * The same document with everything at its place. One that does not come whole, or in which React does more than to move, stays as it is.
 * @param {string} text a document, one character for each byte
 */
export function drawnInPlace(text) {
  const taken = takeMoved(text);
  if (!taken || taken.moved.size === 0) return text;
  const drawn = putMoved(taken.page, taken.moved);
  return drawn === null || taken.moved.size > 0 ? text : drawn;
}
