import { bearerToken, serveScript } from "@/lib/sync/maintenance/serve-script";

/** Ends maintenance, for deploy scripts that send their token as `Authorization: Bearer`. */
export const POST = (request: Request): Promise<Response> => serveScript(request, bearerToken(request), "end");
