import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeBody } from "@/lib/connectors/net/decode-body";

const text = Buffer.from("orders ".repeat(50));

describe("compressed bodies", () => {
  it.each([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["br", brotliCompressSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["", text],
    ["identity", text],
    ["UTF-8", text],
  ])("are decoded unchanged: %s", async (encoding, body) => {
    expect(await decodeBody(body, encoding, 10_000)).toEqual({ bytes: text, state: "complete" });
  });

  it.each([
    ["gzip", gzipSync(Buffer.alloc(50_000_000))],
    ["br", brotliCompressSync(Buffer.alloc(50_000_000))],
    ["deflate", deflateSync(Buffer.alloc(50_000_000))],
  ])("are cut at the limit and never held in memory if they are a %s bomb", async (encoding, bomb) => {
    const before = process.memoryUsage().arrayBuffers;
    const { bytes, state } = await decodeBody(bomb, encoding, 100_000);
    expect(state).toBe("cut");
    expect(bytes.length).toBe(100_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it("are reported if they do not match their encoding", async () => {
    expect((await decodeBody(text, "gzip", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(zstdCompressSync(text), "zstd", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(gzipSync(text), "gzip, gzip", 10_000)).state).toBe("bad_encoding");
    const cut = gzipSync(text).subarray(0, 20);
    expect((await decodeBody(cut, "gzip", 10_000)).state).toBe("bad_encoding");
  });

  it("are reported if compressed without saying so, or once more than declared", async () => {
    expect((await decodeBody(gzipSync(text), "", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(gzipSync(gzipSync(text)), "gzip", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(brotliCompressSync(gzipSync(text)), "br", 10_000)).state).toBe("bad_encoding");
  });
});
