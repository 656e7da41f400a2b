import { describe, expect, it } from "vitest";
import { LIMITS } from "@/lib/base/limits";
import { readAttachment } from "@/lib/operations/reports/answers/attachment";

const read = (name: string, content: string, encoding: BufferEncoding = "utf8") =>
  readAttachment(name, new Uint8Array(Buffer.from(content, encoding)));
const PNG = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";

describe("a file that a host attached", () => {
  it.each([
    ["error.log", '192.0.2.1 - "GET /?q=<script>alert(1)</script>" 403', "utf8", "text/plain", "error.log"],
    ["Küche.log", "Zugriff verweigert f\xfcr 192.0.2.1", "latin1", "text/plain", "Küche.log"],
    ["iis.txt", "\ufeff#Software: IIS", "utf16le", "text/plain", "iis.txt"],
    ["vhost", "<VirtualHost *:443>\n</VirtualHost>", "utf8", "text/plain", "vhost.txt"],
    ["shot.png", PNG, "latin1", "image/png", "shot.png"],
    ["photo.JPEG", "\xff\xd8\xff\xe0", "latin1", "image/jpeg", "photo.JPEG"],
    ["a.gif", "GIF89a\x01", "latin1", "image/gif", "a.gif"],
    ["a.webp", "RIFF\x00\x00\x00\x00WEBPVP8 ", "latin1", "image/webp", "a.webp"],
  ] as const)("is accepted by its content: %s", (name, content, encoding, type, stored) => {
    expect(read(name, content, encoding)).toMatchObject({ name: stored, type });
  });

  it.each([
    ["drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ["drawing.png", '<?xml version="1.0"?>\n<!-- --><x:svg xmlns:x="http://www.w3.org/2000/svg"/>'],
    ["log.txt", " \n<!DOCTYPE html><title>x</title>"],
    ["logs.zip", "PK\x03\x04\x14\x00\x00\x00"],
    ["logs.txt", "PK\x03\x04\x14\x00\x00\x00"],
    ["tool.exe", "MZ\x90\x00\x03"],
    ["empty.log", " \n"],
  ])("is refused by its content, whatever its name: %s", (name, content) => {
    expect(read(name, content, "latin1")).toBe("type");
    expect(read(name, content)).toBe("type");
  });

  it("is refused if it is too large", () => {
    expect(readAttachment("a.log", new Uint8Array(LIMITS.attachmentBytes + 1).fill(97))).toBe("too_large");
    expect(readAttachment("a.log", new Uint8Array(LIMITS.attachmentBytes).fill(97))).toMatchObject({ bytes: LIMITS.attachmentBytes });
  });

  it.each([
    ["../../etc/passwd", "etc passwd.txt"],
    ["fix.html", "fix.html.txt"],
    ["run.sh", "run.sh.txt"],
    ["gpj\u202etxt.exe", "gpj txt.exe.txt"],
    ['a"; filename="b.exe', "a ; filename= b.exe.txt"],
    ["line\r\nbreak.log", "line break.log"],
    ["", "file.txt"],
  ])("gets a name that is none of a program or a path: %j", (name, stored) => {
    expect(read(name, "hello")).toMatchObject({ name: stored });
  });

  it("has keys masked and no orders for a terminal", () => {
    expect(read("a.log", "key ck_0123456789abcdef \x1b[31mred")).toMatchObject({ text: "key ••• [31mred" });
  });
});
