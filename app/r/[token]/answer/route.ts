import { LIMITS } from "@/lib/base/limits";
import { browserOf } from "@/lib/identity/auth/browser";
import { spendQuota } from "@/lib/identity/quota/spend";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { type Attachment, readAttachment } from "@/lib/operations/reports/answers/attachment";
import { answerReport } from "@/lib/operations/reports/answers/mutations";
import { hostAnswerSchema } from "@/lib/operations/reports/answers/schema";
import { findReport } from "@/lib/operations/reports/find-report";
import type { HostAnswerOutcome } from "@/lib/operations/reports/link";
import { startHostTest } from "@/lib/operations/reports/start-host-test";

type Refused = Extract<HostAnswerOutcome, { kind: "refused" }>;

/** One file more than is accepted, so that a page can name the one that is refused. */
const MAX_ANSWER_BYTES = (LIMITS.attachments + 1) * LIMITS.attachmentBytes;

/** The hosting provider's answer, authorized by the token alone. "Fixed" starts a test at once. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const found = await findReport((await params).token, new Date());
  if (found.kind !== "open") return new Response(null, { status: found.kind === "closed" ? 410 : 404 });
  const { report } = found;
  const body = await readRequestBody(request, MAX_ANSWER_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": request.headers.get("content-type") ?? "" } })
    .formData()
    .catch(() => null);
  const parsed = hostAnswerSchema.safeParse({
    kind: form?.get("kind"),
    text: form?.get("text") ?? "",
    replyTo: form?.get("replyTo") ?? "",
  });
  if (!form || !parsed.success) return new Response(null, { status: 422 });
  const files = await readFiles(form);
  if (!Array.isArray(files)) return Response.json(files, { status: 422 });
  const { address: client } = browserOf((name) => request.headers.get(name));
  const wait = await spendQuota({ scope: report.scope, client }, "answer_report");
  if (wait !== null || !(await answerReport(report, parsed.data, files)).ok) return new Response(null, { status: 429 });
  const outcome: HostAnswerOutcome = { kind: "stored", test: parsed.data.kind === "fixed" ? await startHostTest(report) : null };
  return Response.json(outcome);
}

/** The attached files, or which of them is refused. A form without a chosen file sends one without a name. */
async function readFiles(form: FormData): Promise<Attachment[] | Refused> {
  const sent = form.getAll("files").filter((file) => file instanceof File && (file.name !== "" || file.size > 0)) as File[];
  if (sent.length > LIMITS.attachments) return { kind: "refused", why: "too_many_files", name: "" };
  const files: Attachment[] = [];
  for (const file of sent) {
    const read = readAttachment(file.name, await file.bytes());
    if (typeof read === "string") return { kind: "refused", why: read, name: file.name };
    files.push(read);
  }
  return files;
}
