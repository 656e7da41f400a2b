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
  ])("%s comes out as it went in", async (encoding, body) => {
    expect(await decodeBody(body, encoding, 10_000)).toEqual({ bytes: text, state: "complete" });
  });

  it.each([
    ["gzip", gzipSync(Buffer.alloc(50_000_000))],
    ["br", brotliCompressSync(Buffer.alloc(50_000_000))],
    ["deflate", deflateSync(Buffer.alloc(50_000_000))],
  ])("a bomb in %s is cut at the limit and never held", async (encoding, bomb) => {
    const before = process.memoryUsage().arrayBuffers;
    const { bytes, state } = await decodeBody(bomb, encoding, 100_000);
    expect(state).toBe("cut");
    expect(bytes.length).toBe(100_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it("what is not what its encoding says is reported", async () => {
    expect((await decodeBody(text, "gzip", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(zstdCompressSync(text), "zstd", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(gzipSync(text), "gzip, gzip", 10_000)).state).toBe("bad_encoding");
    const cut = gzipSync(text).subarray(0, 20);
    expect((await decodeBody(cut, "gzip", 10_000)).state).toBe("bad_encoding");
  });

  it("what is packed without a word about it, or once more than is said, is reported", async () => {
    expect((await decodeBody(gzipSync(text), "", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(gzipSync(gzipSync(text)), "gzip", 10_000)).state).toBe("bad_encoding");
    expect((await decodeBody(brotliCompressSync(gzipSync(text)), "br", 10_000)).state).toBe("bad_encoding");
  });
});
