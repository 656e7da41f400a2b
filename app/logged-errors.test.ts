import { afterEach, expect, test, vi } from "vitest";
import { onRequestError } from "@/instrumentation";
import { log } from "@/lib/infra/log";

afterEach(() => vi.restoreAllMocks());

test("an error during rendering is logged with its route, and with the digest and request id that the page shows; never with path or headers", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  const error = Object.assign(new Error("relation does not exist"), { digest: "4021" });
  const headers = { "x-request-id": "request-1", cookie: "session=s3cr3t", authorization: "Bearer s3cr3t" };
  const request = { path: "/reset-password/s3cr3t?next=s3cr3t", method: "GET", headers };
  const where = {
    routerKind: "App Router",
    routePath: "/reset-password/[token]",
    routeType: "render",
    revalidateReason: undefined,
  } as const;
  await onRequestError(error, request, where);
  expect(logged).toHaveBeenCalledTimes(1);
  const [fields] = logged.mock.calls[0] ?? [];
  expect(fields).toEqual({
    err: error,
    digest: "4021",
    requestId: "request-1",
    method: "GET",
    route: "/reset-password/[token]",
    kind: "render",
  });
});
