import type { Attachment } from "@/lib/operations/reports/answers/attachment";

/** Serves a host's file for download only: no browser shows or runs it, even if it mistakes its type. */
export function serveAttachment({ name, type, text, image }: Pick<Attachment, "name" | "type" | "text" | "image">): Response {
  const plain = name.replace(/[^\w. -]/g, "_");
  return new Response(text ?? image, {
    headers: {
      "content-type": type === "text/plain" ? "text/plain; charset=utf-8" : type,
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, encodeByte)}`,
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

const encodeByte = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
