import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** A front's rule: returns true if it answered or cut the request itself; otherwise the shop behind it answers. */
export type FrontRule = (request: http.IncomingMessage, response: http.ServerResponse, from: string) => boolean;

export interface Front {
  url: string;
  close(): Promise<void>;
}

/** The refusal page of nginx. */
export function refuseLikeNginx(response: http.ServerResponse, status = 403, reason = "Forbidden"): true {
  response.writeHead(status, { Server: "nginx/1.26.3", "Content-Type": "text/html" });
  response.end(
    `<html>\r\n<head><title>${status} ${reason}</title></head>\r\n<body>\r\n<center><h1>${status} ${reason}</h1></center>\r\n<hr><center>nginx/1.26.3</center>\r\n</body>\r\n</html>\r\n`,
  );
  return true;
}

/** Status of the front's page that replaces a response with this status; null to keep the response. */
export type PageInstead = (status: number) => number | null;

/** A server in front of a shop, on loopback, that follows one rule and forwards everything else. */
export async function startFront(
  shopUrl: string,
  rule: FrontRule,
  pageInstead: PageInstead = () => null,
  host = "127.0.0.1",
): Promise<Front> {
  const shop = new URL(shopUrl);
  const server = http.createServer((request, response) => {
    if (rule(request, response, request.socket.remoteAddress ?? "")) {
      request.resume();
      return;
    }
    const { hostname, port } = shop;
    const onward = http.request({ hostname, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      const page = pageInstead(answer.statusCode ?? 502);
      if (page !== null) {
        answer.resume();
        refuseLikeNginx(response, page, "Not Found");
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.keepAliveTimeout = 30_000;
  server.on("connection", (socket) => socket.on("error", () => {}));
  server.listen(0, host);
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
