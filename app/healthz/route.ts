/** The process runs. Restart it when this gets no answer. */
export const GET = (): Response => new Response("ok\n", { headers: { "cache-control": "no-store" } });
