/** Liveness: the process is running. Restart it if this does not respond. */
export const GET = (): Response => new Response("ok\n", { headers: { "cache-control": "no-store" } });
