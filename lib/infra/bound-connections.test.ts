import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { expect, it } from "vitest";
import { boundConnections } from "@/lib/infra/bound-connections";

it("3,000 requests on one connection start at most 100, and the next connection is served", async () => {
  boundConnections();
  let started = 0;
  const server = http.createServer((_request, response) => {
    started += 1;
    setImmediate(() => response.end("ok"));
  });
  server.keepAliveTimeout = 50;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const socket = net.connect(port, "127.0.0.1");
  let answers = "";
  socket.on("data", (chunk) => {
    answers += chunk.toString();
  });
  socket.on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nhost: shop.example\r\n\r\n".repeat(3000));
  await once(socket, "close");
  expect(started).toBe(100);
  expect(answers.match(/ 200 OK/g)).toHaveLength(100);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  server.close();
});
