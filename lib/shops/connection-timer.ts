import type { TLSSocket } from "node:tls";
import { buildConnector } from "undici";

/** How long each phase of one exchange took in milliseconds; a phase that did not happen is null. */
export interface PhaseTimes {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
}

type ConnectorOptions = buildConnector.BuildOptions;

/** Measures the phases of the first connection that a client opens. Later ones are opened by undici when the shop closed one: not measured. */
export function createConnectionTimer() {
  const times: PhaseTimes = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null };
  let openedAt: number | null = null;
  let isTaken = false;

  return {
    times: (): PhaseTimes | null => (isTaken ? { ...times } : null),

    noteLookup(durationMs: number): void {
      if (!isTaken) times.dnsMs = durationMs;
    },

    /** The connector for undici that notes when the socket and its TLS stood. */
    connector(options: ConnectorOptions): buildConnector.connector {
      const connect = buildConnector(options);
      return (target, callback) => {
        if (isTaken) return connect(target, callback);
        isTaken = true;
        const startedAt = performance.now();
        let connectedAt = startedAt;
        const socket = connect(target, (...answer: Parameters<typeof callback>) => {
          if (answer[0] === null) openedAt = performance.now();
          if (answer[0] === null && target.protocol === "https:") times.tlsMs = performance.now() - connectedAt;
          callback(...answer);
        }) as unknown as TLSSocket | undefined;
        socket?.once("connect", () => {
          connectedAt = performance.now();
          times.connectMs = connectedAt - startedAt;
        });
      };
    },

    /** An answer's head has come: that of the first request counts. */
    noteHead(): void {
      if (openedAt === null || times.firstByteMs !== null) return;
      times.firstByteMs = performance.now() - openedAt;
    },
  };
}
