import dgram from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** Addresses of a name, a name that it is an alias of first; "silent" for no answer at all, "broken" for SERVFAIL. */
export type NameAnswer = { alias?: string; addresses: readonly string[] } | "silent" | "broken" | "unknown";

export interface NameServer {
  /** `address:port`, as resolvers are configured. */
  address: string;
  /** Questions received, as "name A" or "name AAAA". */
  questions: string[];
  close(): Promise<void>;
}

const A = 1;
const AAAA = 28;
const CNAME = 5;
const RCODES = { broken: 2, unknown: 3 } as const;

function writeName(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function writeRecord(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([writeName(name), fixed, data]);
}

function writeAddress(address: string): Buffer {
  if (!address.includes(":")) return Buffer.from(address.split(".").map(Number));
  const [before = "", after = ""] = address.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const zeros = Array<string>(8 - groups(before).length - groups(after).length).fill("0");
  return Buffer.from([...groups(before), ...zeros, ...groups(after)].map((group) => group.padStart(4, "0")).join(""), "hex");
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function writeAnswer(message: Buffer, answer: Exclude<NameAnswer, "silent">): Buffer {
  const { name, type, end } = readQuestion(message);
  const records: Buffer[] = [];
  if (typeof answer === "object") {
    const { alias, addresses } = answer;
    if (alias) records.push(writeRecord(name, CNAME, writeName(alias)));
    const wanted = addresses.filter((address) => address.includes(":") === (type === AAAA));
    if (type === A || type === AAAA) records.push(...wanted.map((address) => writeRecord(alias ?? name, type, writeAddress(address))));
  }
  const head = Buffer.alloc(12);
  message.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | (typeof answer === "object" ? 0 : RCODES[answer]), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, message.subarray(12, end), ...records]);
}

/** A name server on loopback, over UDP. */
export async function startNameServer(answerOf: (name: string, family: "A" | "AAAA") => NameAnswer): Promise<NameServer> {
  const socket = dgram.createSocket("udp4");
  const questions: string[] = [];
  socket.on("message", (message, { address, port }) => {
    const { name, type } = readQuestion(message);
    const family = type === AAAA ? "AAAA" : "A";
    questions.push(`${name} ${family}`);
    const answer = answerOf(name, family);
    if (answer !== "silent") socket.send(writeAnswer(message, answer), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    questions,
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}
