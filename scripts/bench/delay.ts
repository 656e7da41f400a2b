import net from "node:net";

/**
 * A loopback relay with a round trip of so many milliseconds: forwards data after half of it, in both directions. The TCP handshake cannot be
 * delayed from here; the first bytes are delayed instead, so that the whole takes as long as over a real link.
 */
export function startDelay(port: number, onwardPort: number, roundTripMs: number): net.Server {
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ host: "127.0.0.1", port: onwardPort, noDelay: true });
    const openAt = performance.now() + roundTripMs;
    carry(near, far, roundTripMs / 2, openAt);
    carry(far, near, roundTripMs / 2, openAt);
  });
  return server.listen(port, "127.0.0.1");
}

function carry(from: net.Socket, to: net.Socket, delayMs: number, openAt: number): void {
  const later = (work: () => void) => setTimeout(work, Math.max(0, openAt - performance.now()) + delayMs);
  from.on("data", (chunk) => later(() => to.write(chunk)));
  from.on("end", () => later(() => to.end()));
  from.on("error", () => later(() => to.destroy()));
}
