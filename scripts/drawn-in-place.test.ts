import { Writable } from "node:stream";
import fc from "fast-check";
import { createElement as element, type ReactNode, Suspense, use } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { drawnInPlace } from "@/scripts/drawn-in-place.mjs";

/** More than React sends at once, and a boundary that is worth being sent later. */
const LONG = "a page of many words ".repeat(1000);
const TOO_LARGE = "content ".repeat(100);

const page = (...children: ReactNode[]): ReactNode =>
  element("html", null, element("head"), element("body", null, element("p", null, LONG), ...children));
/** What a server sends of it; `whole` as React draws it where it is told to put nothing off. */
function draw(node: ReactNode, whole: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let html = "";
    const sink = new Writable({
      write(chunk, _encoding, done) {
        html += Buffer.from(chunk).toString("latin1");
        done();
      },
      final(done) {
        resolve(html);
        done();
      },
    });
    const options = whole ? { progressiveChunkSize: Number.POSITIVE_INFINITY } : {};
    const stream = renderToPipeableStream(node, {
      ...options,
      nonce: "n==",
      onError: reject,
      [whole ? "onAllReady" : "onShellReady"]: () => stream.pipe(sink),
    });
  });
}
/** What only tells scripts when the page was first drawn. */
const withoutClock = (html: string): string =>
  html.replace(/<script[^>]*>requestAnimationFrame\(function\(\)\{\$RT=performance\.now\(\)\}\);<\/script>/, "");

const late = (): Promise<string> => new Promise((done) => setTimeout(done, 0, "at last"));
const Waiting = ({ what, children }: { what: Promise<string>; children?: ReactNode }) => element("section", null, use(what), children);
const Line = ({ what }: { what: Promise<string> }) => element("path", { d: use(what) });

/** Texts of shops are no marks, whatever they say. */
const HOSTILE = '$RC("B:0","S:0")</script><!--$?--><template id="B:0"></template><!--/$--></div><script>$RX</script><div hidden id="S:0">';
type Shape = "large" | "small" | "late" | "picture" | "words" | { in: "boundary" | "late" | "plain"; parts: readonly Shape[] };

function build(shape: Shape, key: number): ReactNode {
  if (shape === "large") return element("p", { key }, TOO_LARGE);
  if (shape === "small") return element("i", { key }, "small");
  if (shape === "words") return HOSTILE;
  if (shape === "late") return element(Waiting, { key, what: late() }, TOO_LARGE);
  if (shape === "picture") return element("svg", { key }, element("path", { d: TOO_LARGE }), element(Line, { what: late() }));
  const parts = shape.parts.map(build);
  if (shape.in === "plain") return element("div", { key }, parts);
  if (shape.in === "late") return element(Waiting, { key, what: late() }, parts);
  return element(Suspense, { key, fallback: element("b", null, "soon") }, parts);
}

const { shape } = fc.letrec<{ shape: Shape; group: Shape }>((tie) => ({
  shape: fc.oneof({ maxDepth: 4 }, fc.constantFrom<Shape[]>("large", "small", "late", "picture", "words"), tie("group")),
  group: fc.record({
    in: fc.constantFrom("boundary", "boundary", "late", "plain"),
    parts: fc.array(tie("shape"), { minLength: 1, maxLength: 4 }),
  }),
}));

test("whatever React sends behind a page, and however late, stands where React itself would have drawn it", async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(shape, { minLength: 1, maxLength: 4 }), async (shapes) => {
      const node = () => page(element(Suspense, { key: "all", fallback: "soon" }, shapes.map(build)), element("p", { key: "p" }, HOSTILE));
      const sent = await draw(node(), false);
      if (sent.includes('id="S:')) moved += 1;
      const drawn = drawnInPlace(sent);
      expect(withoutClock(drawn) === withoutClock(await draw(node(), true)), drawn.slice(LONG.length)).toBe(true);
    }),
    { numRuns: 200 },
  );
  expect(moved).toBeGreaterThan(50);
});

test("a document that is cut off, goes on elsewhere, or fails in a part stays as it is", async () => {
  const part = (key: string) => element(Suspense, { key, fallback: null }, element("section", null, TOO_LARGE));
  const sent = await draw(page(part("a"), part("b")), false);
  const cut = sent.slice(0, sent.lastIndexOf("<div hidden"));
  for (const html of [cut, `${sent}<script>$RX("B:7","digest")</script>`, LONG]) expect(drawnInPlace(html)).toBe(html);
});
