import { expect, test } from "vitest";
import { scriptsLast } from "@/scripts/scripts-last.mjs";

test("scripts that may run at any time stand at the end of a whole document, in their order, and are fetched from where they stood", () => {
  const html =
    '<html><head><link rel="preload" as="script" nonce="n==" href="/start.js"/><script src="/a.js" async="" nonce="n=="></script>' +
    '<script src="/b.js" async="" nonce="n=="></script><script src="/old.js" noModule="" nonce="n=="></script></head><body><p>Grüße €</p>' +
    '<script src="/start.js" nonce="n==" async=""></script><script nonce="n==">push("<p>")</script></body></html>';
  expect(scriptsLast(html)).toBe(
    '<html><head><link rel="preload" as="script" nonce="n==" href="/start.js"/><link rel="preload" as="script" fetchPriority="low" nonce="n==" href="/a.js"/>' +
      '<link rel="preload" as="script" fetchPriority="low" nonce="n==" href="/b.js"/><script src="/old.js" noModule="" nonce="n=="></script></head><body><p>Grüße €</p>' +
      '<script nonce="n==">push("<p>")</script>' +
      '<script src="/a.js" async="" nonce="n=="></script><script src="/b.js" async="" nonce="n=="></script><script src="/start.js" nonce="n==" async=""></script></body></html>',
  );
});

test("a script that has its turn keeps its place, and so do all in a document that goes on", () => {
  const inTurn = '<body><script src="/a.js" nonce="n"></script><script src="/b.js"></script></body></html>';
  expect(scriptsLast(inTurn)).toBe(inTurn);
  const first = '<html><head><script src="/a.js" async="" nonce="n"></script></head><body><p>first part';
  expect(scriptsLast(first)).toBe(first);
});
