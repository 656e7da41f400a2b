import { nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import type { Cell, Entry, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";

/** A refused method and the visitors it is refused to; both lists are empty when every visitor is refused. */
export interface RefusedMethod {
  method: string;
  userAgents: readonly string[];
  addresses: readonly string[];
  pass: Observation | null;
  fail: Observation;
  /** The refused cells of visitors that may read. */
  closed: readonly Cell[];
  /** A pair of requests proves whether the User-Agent or the address is refused, or every visitor is. */
  isProven: boolean;
}

const METHODS_ASKED: readonly string[] = ["POST", "OPTIONS", "PATCH", "DELETE"];

const isNeighbour = (a: Cell, b: Cell): boolean => (a.source === b.source) !== (a.userAgent === b.userAgent);

/** A refused GET means that the visitor is refused, not the method. Without a GET, visitors refused in the same way decide. */
function mayRead({ matrix }: Findings, { cell, observation }: Entry): boolean {
  const own = (subject: Cell["subject"]): Observation | null => matrix.get({ ...cell, subject, method: "GET" });
  const [resource, root] = [own("resource"), own("root")];
  if (resource || (root && !passed(root))) return passed(resource);
  const isClosedTo = (same: "source" | "userAgent", subject: Cell["subject"]): boolean => {
    const read = matrix.select({ method: "GET", subject, [same]: cell[same] });
    return read.some((one) => signatureOf(one.observation) === signatureOf(observation)) && !read.some((one) => passed(one.observation));
  };
  return !(["source", "userAgent"] as const).some((same) => isClosedTo(same, "resource") || (!root && isClosedTo(same, "root")));
}

function readMethod(findings: Findings, method: string, isOpen: (observation: Observation) => boolean = passed): RefusedMethod | null {
  const { matrix, egress, agents } = findings;
  const asked = matrix.select({ subject: "resource", method }).filter((entry) => mayRead(findings, entry));
  const open = asked.filter(({ observation }) => isOpen(observation));
  const closed = asked.filter(({ observation }) => !isOpen(observation));
  const [first] = closed;
  if (!first) return null;
  const byMethod = closed.flatMap(({ cell, observation }) => {
    const read = matrix.get({ ...cell, method: "GET" });
    return read && passed(read) ? [{ pass: read, fail: observation }] : [];
  })[0];
  const facts = { method, closed: closed.map(({ cell }) => cell) };
  const unproven = { pass: null, fail: first.observation };
  if (open.length === 0) return { ...facts, userAgents: [], addresses: [], ...(byMethod ?? unproven), isProven: byMethod !== undefined };
  const isClosedTo = (same: "source" | "userAgent"): boolean =>
    closed.every(({ cell }) => !open.some((other) => other.cell[same] === cell[same]));
  // In configured order, so that methods refused to the same visitors become one cause.
  const isClosed = (same: (cell: Cell) => boolean): boolean => closed.some(({ cell }) => same(cell));
  const addresses = egress.flatMap(({ address }) =>
    address !== null && isClosed(({ source }) => source.address === address) ? [address] : [],
  );
  const userAgents = agents.filter((agent) => isClosed(({ userAgent }) => userAgent === agent));
  // If both explain the refusals, one User-Agent is likelier than several addresses.
  const isOneUserAgent = isClosedTo("userAgent") && userAgents.length === 1 && addresses.length > 1;
  const isAboutAddress = isClosedTo("source") && addresses.length > 0 && !isOneUserAgent;
  const isAboutUserAgent = !isAboutAddress && isClosedTo("userAgent");
  const pair = closed.flatMap((fail) => {
    const pass = open.find((other) => isNeighbour(other.cell, fail.cell));
    return pass ? [{ pass: pass.observation, fail: fail.observation }] : [];
  })[0];
  return {
    ...facts,
    userAgents: isAboutAddress ? [] : userAgents,
    addresses: isAboutUserAgent ? [] : addresses,
    ...(pair ?? byMethod ?? unproven),
    isProven: pair !== undefined,
  };
}

/** OPTIONS counts as passed when a proxy answers it itself, but not with the very page that other methods get instead of an answer. */
function readOptions(findings: Findings, refused: readonly RefusedMethod[]): RefusedMethod | null {
  const pages = refused.filter(({ fail, isProven }) => isProven && fail.reading?.meaning === "page");
  const isPage = ({ reading, answer }: Observation): boolean =>
    reading?.api === null && answer !== null && answer.text !== "" && pages.some(({ fail }) => fail.answer?.text === answer.text);
  return readMethod(findings, "OPTIONS", (observation) => passed(observation) && !isPage(observation));
}

const howAnswered = ({ fail }: RefusedMethod): string => `${fail.failure?.code ?? fail.answer?.status} ${nameOfBlocker(fail)}`;

const isToEveryVisitor = ({ userAgents, addresses }: RefusedMethod): boolean => userAgents.length === 0 && addresses.length === 0;

const isWithin = ({ userAgent, source }: Cell, { userAgents, addresses }: RefusedMethod): boolean =>
  (userAgents.length === 0 || userAgents.includes(userAgent)) && (addresses.length === 0 || addresses.includes(source.address ?? ""));

/**
 * Another method refused to the same visitor in the same way decides, also if no other visitor sent this one;
 * a method that never passed needs another one to confirm it.
 */
function completeByOthers(refused: readonly RefusedMethod[]): RefusedMethod[] {
  return refused.flatMap((one) => {
    const proven = refused.filter((other) => other !== one && other.isProven && howAnswered(other) === howAnswered(one));
    if (one.isProven) {
      const explains = (other: RefusedMethod): boolean => !isToEveryVisitor(other) && one.closed.every((cell) => isWithin(cell, other));
      const narrower = isToEveryVisitor(one) && proven.find(explains);
      return narrower ? { ...one, userAgents: narrower.userAgents, addresses: narrower.addresses } : one;
    }
    if (one.pass === null && isToEveryVisitor(one)) return proven.some(isToEveryVisitor) ? one : [];
    const { userAgent, source } = one.fail.question;
    const alike = proven.find((other) =>
      other.userAgents.length > 0 ? other.userAgents.includes(userAgent) : other.addresses.includes(source.address ?? ""),
    );
    return alike ? { ...one, userAgents: alike.userAgents, addresses: alike.addresses } : one;
  });
}

export function readRefusedMethods(findings: Findings): RefusedMethod[] {
  const others = METHODS_ASKED.flatMap((method) => (method === "OPTIONS" ? [] : (readMethod(findings, method) ?? [])));
  const all = [...others, readOptions(findings, others)].filter((one) => one !== null);
  return completeByOthers(all.sort((a, b) => METHODS_ASKED.indexOf(a.method) - METHODS_ASKED.indexOf(b.method)));
}
