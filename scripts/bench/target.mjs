// The probed server, in a separate process to keep its CPU time apart: plain HTTP and, with a certificate, HTTPS.
import fs from "node:fs";
import http from "node:http";
import https from "node:https";

const [httpPort, httpsPort, certificate, key] = process.argv.slice(2);
const body = JSON.stringify({ name: "Bench", namespaces: ["wc/v3"] });
const answer = (_request, response) =>
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
http.createServer(answer).listen(Number(httpPort), "127.0.0.1");
https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, answer).listen(Number(httpsPort), "127.0.0.1");
