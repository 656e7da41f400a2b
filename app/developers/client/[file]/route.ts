import fs from "node:fs/promises";
import path from "node:path";
import { servePublished } from "@/lib/operations/addresses/serve-published";

const FILES: ReadonlySet<string> = new Set(["client.ts", "operations.ts"]);

/** The typed client of this version, to be copied into a program. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params;
  if (!FILES.has(file)) return new Response(null, { status: 404 });
  const text = await fs.readFile(path.join(process.cwd(), "lib/api/client", file), "utf8");
  return servePublished(request, text, "text/plain; charset=utf-8");
}
