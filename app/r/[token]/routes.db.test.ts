import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST as answer } from "@/app/r/[token]/answer/route";
import { GET as closed } from "@/app/r/[token]/closed/route";
import { GET as file } from "@/app/r/[token]/files/[fileId]/route";
import { GET as pdf } from "@/app/r/[token]/report.pdf/route";
import { GET as state } from "@/app/r/[token]/state/route";
import { POST as testAgain } from "@/app/r/[token]/test/route";
import { GET as start } from "@/app/r/route";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { createReport, revokeReport } from "@/lib/operations/reports/mutations";
import { openReportPage } from "@/lib/operations/reports/open-report-page";
import { readReport } from "@/lib/operations/reports/read-report";
import { connectShop } from "@/lib/testing/connect-shop";
import { PLANTED, reportTranslators, sampleResult } from "@/lib/testing/report-sample";
import { asBrowser } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next-intl/server", async () => ({
  // Real messages and formatter; only the framework's accessor is replaced.
  getTranslations: async ({ locale, namespace }: { locale: "en" | "de"; namespace: string }) => {
    const [first = "", ...rest] = namespace.split(".");
    if (namespace === "app") return () => "Mooring";
    const all = await reportTranslators(locale);
    const translate = all[first as keyof typeof all];
    const whole = (key: string): string => [...rest, key].join(".");
    const format = (key: string, values?: Record<string, string>) => translate(whole(key), values);
    return Object.assign(format, { has: (key: string) => translate.has(whole(key)) });
  },
}));

afterAll(closeQueue);

async function makeLinks(count: number) {
  const { scope, integrationId } = await connectShop({ baseUrl: "https://bloemen.example" });
  const { merchantId } = scope;
  const result = sampleResult({ url: "https://bloemen.example" });
  const check = await inMerchant(merchantId, (tx) =>
    tx.reachabilityCheck.create({
      data: { merchantId, integrationId, trigger: "manual", status: "done", verdict: "degraded", requestedBy: {}, result },
      select: { id: true },
    }),
  );
  const input = { integrationId, checkId: check.id, causeIndexes: [0], locale: "de" as const, shownName: "", days: 7 };
  const links = await Promise.all(Array.from({ length: count }, () => createReport(scope, input)));
  return { scope, integrationId, links: links.flatMap((made) => (made.ok ? [made.value] : [])) };
}

let open: string;
let revoked: string;
let expired: string;
const unknown = "A".repeat(43);

beforeAll(async () => {
  await asBrowser(null);
  const { scope, integrationId, links } = await makeLinks(3);
  const [one, two, three] = links;
  if (!one || !two || !three) throw new Error("no links");
  await revokeReport(scope, { integrationId, reportId: two.reportId });
  await inPlatform((tx) => tx.sharedReport.updateMany({ where: { id: three.reportId }, data: { expiresAt: new Date(Date.now() - 1000) } }));
  [open, revoked, expired] = [one.token, two.token, three.token];
});

const ask = (handler: typeof state, token: string): Promise<Response> =>
  handler(new Request(`http://mooring.test/r/${token}`), { params: Promise.resolve({ token }) });

describe("a report link", () => {
  it.each([
    ["state", state],
    ["test", testAgain],
    ["answer", answer],
    ["report.pdf", pdf],
    ["the page", closed],
  ])("responds with 404 to an unknown token and 410 to a revoked or expired one, for %s", async (_name, handler) => {
    for (const token of [unknown, `${open}A`, "x", "%2e%2e"]) expect((await ask(handler, token)).status).toBe(404);
    for (const token of [revoked, expired]) expect((await ask(handler, token)).status).toBe(410);
  });

  it("shows the page only while open, in the report's language unless another is requested", async () => {
    expect(await openReportPage(open, null)).toBe("de");
    expect(await openReportPage(open, "en")).toBe("en");
    expect(await openReportPage(open, "xx")).toBe("de");
    for (const token of [unknown, revoked, expired]) expect(await openReportPage(token, "en")).toBeNull();
  });

  it("explains in the report's language why it does not open", async () => {
    expect(await (await ask(closed, revoked)).text()).toContain("Dieser Bericht wurde widerrufen");
    expect(await (await ask(closed, expired)).text()).toContain("Dieser Bericht ist abgelaufen");
    const page = await (await ask(closed, unknown)).text();
    expect(page).toContain("There is no report at this address");
    expect(page, "who says so").toContain("</svg>Mooring</p>");
  });

  it("explains that it is truncated and what to do, and does not claim that the report is gone", async () => {
    for (const rest of [open.slice(0, -1), open.slice(0, 20), `${open}A`, "%E0%A4%A"]) {
      const reported = await (await ask(closed, rest)).text();
      expect(reported).toContain("This link is incomplete");
      expect(reported).toContain("43 characters");
    }
    const bare = await start();
    expect(bare.status).toBe(404);
    expect(await bare.text()).toContain("This link is incomplete");
  });

  it("works with the line breaks or trailing punctuation of a mail", async () => {
    for (const text of [
      `${open}.`,
      `${open}%29`,
      `${open}%3E`,
      `${open.slice(0, 30)}%20${open.slice(30)}`,
      `${open.slice(0, 30)}%3D%0A${open.slice(30)}`,
    ]) {
      const answer = await ask(closed, text);
      expect([text, answer.status, answer.headers.get("location")]).toEqual([text, 307, `/r/${open}`]);
    }
  });

  it("exposes none of the planted secrets in page data, state or PDF", async () => {
    const page = await readReport(open);
    const { scope: _, ...report } = page?.report ?? { scope: null };
    const answers = [JSON.stringify({ report, view: page?.view, progress: page?.progress }), await (await ask(state, open)).text()];
    expect(answers[0]).toContain("method_blocked");
    for (const answer of answers) for (const [kind, secret] of Object.entries(PLANTED)) expect(answer, kind).not.toContain(secret);
    const file = await ask(pdf, open);
    expect(file.headers.get("content-type")).toBe("application/pdf");
    expect((await file.text()).slice(0, 5)).toBe("%PDF-");
  });

  it("starts one test with a click, and further clicks join it", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => ask(testAgain, open)));
    const kinds = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { kind: string }).kind));
    expect(kinds.sort()).toEqual(["joined", "joined", "started"]);
    expect(await (await ask(state, open)).json()).toMatchObject({ running: { probesDone: 0 } });
  });

  it("takes an answer of the host, and starts a test for the one that says fixed", async () => {
    const send = (fields: Record<string, string>) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return answer(new Request(`http://mooring.test/r/${open}/answer`, { method: "POST", body }), {
        params: Promise.resolve({ token: open }),
      });
    };
    expect((await send({ kind: "need_more", text: "" })).status).toBe(422);
    expect((await send({})).status).toBe(422);
    expect(await (await send({ kind: "need_more", text: "Which rule?" })).json()).toEqual({ kind: "stored", test: null });
    expect(await (await send({ kind: "fixed" })).json()).toMatchObject({ kind: "stored", test: { kind: "joined" } });
    expect((await readReport(open))?.messages.map(({ kind }) => kind)).toEqual(["need_more", "fixed"]);
  });

  it("reads no more of an answer than its files may have, however much is sent", async () => {
    let sent = 0;
    const flood = new ReadableStream({
      pull(controller) {
        sent += 1024 * 1024;
        if (sent > 64 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    const request = new Request(`http://mooring.test/r/${open}/answer`, {
      method: "POST",
      body: flood,
      headers,
      duplex: "half",
    } as RequestInit);
    const refused = await answer(request, { params: Promise.resolve({ token: open }) });
    expect(refused.status).toBe(413);
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it("takes files with an answer, serves them only as downloads of this report, and keeps none of a refused answer", async () => {
    const send = (...files: File[]) => {
      const body = new FormData();
      body.set("kind", "message");
      body.set("text", "See the files");
      for (const one of files) body.append("files", one);
      return answer(new Request(`http://mooring.test/r/${open}/answer`, { method: "POST", body }), {
        params: Promise.resolve({ token: open }),
      });
    };
    const count = async () => (await readReport(open))?.messages.length ?? 0;
    const before = await count();
    const svg = new File(["<svg><script>alert(1)</script></svg>"], "drawing.log", { type: "text/plain" });
    const log = new File(["192.0.2.1 403"], "error <log>.html", { type: "text/html" });
    for (const [files, why] of [
      [[log, svg], { why: "type", name: "drawing.log" }],
      [[new File(["PK\u0003\u0004"], "logs.zip")], { why: "type", name: "logs.zip" }],
      [[new File([new Uint8Array(2 * 1024 * 1024 + 1).fill(97)], "all.log")], { why: "too_large", name: "all.log" }],
      [[log, log, log, log], { why: "too_many_files" }],
    ] as const) {
      const refused = await send(...files);
      expect([refused.status, await refused.json()]).toEqual([422, expect.objectContaining({ kind: "refused", ...why })]);
    }
    expect(await count()).toBe(before);
    expect((await send(log)).status).toBe(200);
    const stored = (await readReport(open))?.messages.at(-1)?.attachments[0];
    expect(stored).toMatchObject({ name: "error log .html.txt", bytes: 13 });
    const fetchFile = (token: string, fileId: string) =>
      file(new Request("http://mooring.test/"), { params: Promise.resolve({ token, fileId }) });
    const served = await fetchFile(open, stored?.id ?? "");
    expect(await served.text()).toBe("192.0.2.1 403");
    expect(Object.fromEntries(served.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="error log .html.txt"; filename*=UTF-8''error%20log%20.html.txt`,
      "content-security-policy": expect.stringContaining("sandbox"),
      "x-content-type-options": "nosniff",
    });
    const { links } = await makeLinks(1);
    for (const token of [links[0]?.token ?? "", unknown]) expect((await fetchFile(token, stored?.id ?? "")).status).toBe(404);
    expect((await fetchFile(open, "../../etc/passwd")).status).toBe(404);
    expect((await fetchFile(revoked, stored?.id ?? "")).status).toBe(410);
  });
});
