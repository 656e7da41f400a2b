import { leadsToMaintenance } from "@/lib/check/diagnosis/closed-api";
import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import { LONGEST_WAIT_SECONDS, retryAfterSeconds } from "@/lib/check/diagnosis/read-answer";
import { type Cell, type Findings, isLikeCoreRules, isPlainRefusal } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";
import type { Platform } from "@/lib/connectors/platforms";
import type { LaneName } from "@/lib/health/lane-name";

// What the matrix proves: two cells that differ in one field, one passes and the other does not.

/** Which refused methods stand in the way of what: those that our connectors write by. Any other one is a warning. */
const LANES_BY_METHOD: Readonly<Record<Platform, Readonly<Record<string, readonly LaneName[]>>>> = {
  woocommerce: { POST: ["tracking_out"] },
  magento: { POST: ["tracking_out"] },
  prestashop: { POST: ["tracking_out"], PATCH: ["tracking_out"] },
  shopify: { POST: ["orders_in", "tracking_out"] },
};

/** PrestaShop's connector repeats by POST what was refused in so many words; silence and resets stop it. */
const lanesStoppedBy = (platform: Platform, { method, fail }: Pick<Refused, "method" | "fail">): readonly LaneName[] =>
  platform === "prestashop" && method === "PATCH" && fail.answer !== null ? [] : (LANES_BY_METHOD[platform][method] ?? []);

const howRefused = (refusal: Observation): string => {
  const code = refusal.failure?.code;
  if (code === "connection_timed_out" || code === "response_timed_out" || code === "tls_timed_out") return "dropped";
  if (code === "connection_refused" || code === "network_unreachable") return "refused";
  if (code) return "reset";
  return refusal.reading?.meaning === "maintenance" || leadsToMaintenance(refusal) ? "maintenance_for_address" : "forbidden";
};

/**
 * A limit that says when it ends is counted for each address: one that is used up says nothing about a list of addresses. A short time was waited for,
 * and the refusal outlasted it.
 */
export const isUsedUpLimit = ({ reading, answer }: Observation): boolean =>
  reading?.meaning === "rate_limited" && answer !== null && (retryAfterSeconds(answer) ?? 0) > LONGEST_WAIT_SECONDS;

const firstOf = <Item>(items: readonly Item[]): Item | null => items[0] ?? null;

/** All our IPv6 addresses are refused and an IPv4 one passes: IPv6 of this shop is broken, no list of addresses. */
function isAboutFamily(findings: Findings, anchor: Cell, refused: readonly string[]): boolean {
  const sixes = findings.egress.filter((source) => source.address?.includes(":"));
  const passesByFour = findings.egress.some((source) => source.address?.includes(".") && findings.matrix.passes({ ...anchor, source }));
  return sixes.length > 0 && refused.length === sixes.length && refused.every((address) => address.includes(":")) && passesByFour;
}

/** Whether an address passes under some name of ours: then it is not the address alone that is refused. */
const passesUnderOwnName = ({ matrix, agents }: Findings, cell: Cell): boolean =>
  agents.some((userAgent) => matrix.passes({ ...cell, userAgent }));

const orderOf = ({ probe }: Observation): number => Number(probe.id.slice(1));

/**
 * A ban began on somebody who had been let in. Whoever was refused in the same way, after a refusal under a name that passes from nowhere else,
 * may have been banned for that: that it is a list of addresses is not proven.
 */
function mayBeBanned({ banned, matrix }: Findings, { source, userAgent }: Cell, refusal: Observation): boolean {
  if (!banned || banned.fail.question.source === source || signatureOf(refusal) !== signatureOf(banned.fail)) return false;
  const own = matrix.entries().filter(({ cell }) => cell.source === source);
  const [first] = own.toSorted((a, b) => orderOf(a.observation) - orderOf(b.observation));
  if (!first || passed(first.observation) || first.cell.userAgent === userAgent) return false;
  return !matrix
    .entries()
    .some(({ cell, observation }) => cell.source !== source && cell.userAgent === first.cell.userAgent && passed(observation));
}

/** Addresses that are refused whatever name they use, while the anchor's passes. */
export function explainAddresses(findings: Findings, anchor: Cell): Cause[] {
  const { matrix, egress } = findings;
  const pass = matrix.get(anchor);
  const refusals = egress.flatMap((source) => {
    const cell = { ...anchor, source };
    const observation = matrix.get(cell);
    const isRefused = observation && !passed(observation) && !isUsedUpLimit(observation) && !passesUnderOwnName(findings, cell);
    return isRefused && !mayBeBanned(findings, cell, observation) ? [{ source, observation }] : [];
  });
  const first = firstOf(refusals);
  if (!first) return [];
  const addresses = refusals.flatMap(({ source }) => (source.address === null ? [] : [source.address]));
  return [
    makeCause(
      "ip_blocked",
      { pass: findings.beside.get(first.observation) ?? pass, fail: first.observation },
      {
        addresses,
        blocker: nameOfBlocker(first.observation),
        reason: isAboutFamily(findings, anchor, addresses) ? "ipv6_only" : howRefused(first.observation),
      },
    ),
  ];
}

/** Refused at the address that was given, where another one is sent on. Who is refused where that leads to stands in the same list. */
export function explainRefusedBefore({ refusedBefore, egress, agents }: Findings, known: readonly Cause[]): Cause[] {
  if (!refusedBefore) return [];
  const { pass, fail, userAgents, addresses } = refusedBefore;
  const code = userAgents.length > 0 ? "user_agent_blocked" : "ip_blocked";
  const isWhole = (cause: { userAgents: readonly string[]; addresses: readonly string[] }): boolean =>
    cause.userAgents.length === 0 || cause.addresses.length === 0;
  const same = known.find((cause) => cause.code === code);
  if (same && isWhole(same) && isWhole(refusedBefore)) {
    const both = new Set([...same.addresses, ...addresses, ...same.userAgents, ...userAgents]);
    if (code === "ip_blocked") same.addresses = egress.flatMap(({ address }) => (address !== null && both.has(address) ? [address] : []));
    else same.userAgents = agents.filter((agent) => both.has(agent));
  }
  if (same) return [];
  const reason = code === "ip_blocked" ? howRefused(fail) : null;
  return [makeCause(code, { pass, fail }, { userAgents, addresses, blocker: nameOfBlocker(fail), reason })];
}

/** A name that is refused: everywhere (no addresses), or only from addresses that pass under another name. */
interface RefusedName {
  userAgent: string;
  addresses: readonly string[];
  pass: Observation | null;
  fail: Observation;
}

function readName(findings: Findings, anchor: Cell, userAgent: string): RefusedName | null {
  const { matrix, agents, egress } = findings;
  const sources = egress.includes(anchor.source) ? egress : [anchor.source, ...egress];
  const at = (source: Source): Cell => ({ ...anchor, source, userAgent });
  const isOpen = (source: Source): boolean => matrix.passes({ ...anchor, source }) || passesUnderOwnName(findings, { ...anchor, source });
  const refusing = sources.filter((source) => matrix.fails(at(source)) && isOpen(source));
  const [source] = refusing;
  const fail = source && matrix.get(at(source));
  if (!source || !fail) return null;
  // The root is asked in two forms; the resource in one.
  const names = [anchor.userAgent, ...agents];
  const pairs = (["root", "resource"] as const).flatMap((subject) => {
    const refusal = matrix.get({ ...at(source), subject });
    const passing = names.map((name) => matrix.get({ ...at(source), subject, userAgent: name }));
    const beside = (refusal && findings.beside.get(refusal)) ?? null;
    const alike = [beside, ...passing].find((one) => passed(one) && one?.probe.path === refusal?.probe.path);
    return refusal && alike && !passed(refusal) ? [{ pass: alike, fail: refusal }] : [];
  });
  const isEverywhere = !sources.some((other) => matrix.passes(at(other)));
  // Asked in another form by this address, and in the same one by another.
  const elsewhere = sources
    .map((other) => matrix.get(at(other)))
    .find((one) => passed(one) && one?.probe.path === fail.probe.path && one?.probe.userAgent === fail.probe.userAgent);
  if (pairs.length === 0 && elsewhere) pairs.push({ pass: elsewhere, fail });
  return {
    userAgent,
    addresses: isEverywhere ? [] : refusing.flatMap(({ address }) => address ?? []),
    ...(pairs[0] ?? { pass: names.flatMap((name) => matrix.get({ ...at(source), userAgent: name }) ?? []).find(passed) ?? null, fail }),
  };
}

/** Causes for refused names; those that are refused in the same places stand together. */
export function explainUserAgents(findings: Findings, anchor: Cell): Cause[] {
  const groups = new Map<string, RefusedName[]>();
  for (const userAgent of findings.agents) {
    const refused = readName(findings, anchor, userAgent);
    if (refused) groups.set(refused.addresses.join(), [...(groups.get(refused.addresses.join()) ?? []), refused]);
  }
  return [...groups.values()].flatMap((names) => {
    const first = firstOf(names);
    if (!first) return [];
    return [
      makeCause(
        "user_agent_blocked",
        { pass: first.pass, fail: first.fail },
        { userAgents: names.map(({ userAgent }) => userAgent), addresses: first.addresses, blocker: nameOfBlocker(first.fail) },
      ),
    ];
  });
}

/**
 * The OWASP rules refuse methods that are not on their list and show nothing but the server's own page. They refuse a GET with a body as well, which a
 * rule of the server about methods does not. Where that could not be asked, and PATCH and DELETE are refused as out of the box, Apache's page is more
 * often theirs, nginx's its own.
 */
function whoRefusesMethods(
  findings: Findings,
  methods: readonly string[],
  refusal: Observation,
): { blocker: string | null; reason: string | null } {
  const named = nameOfBlocker(refusal);
  if (!isPlainRefusal(refusal)) return { blocker: named, reason: null };
  const { bodied, put } = findings.ruleQuestions ?? { bodied: null, put: null };
  const isAlike =
    bodied !== null && isPlainRefusal(bodied) && bodied.answer?.status === refusal.answer?.status && nameOfBlocker(bodied) === named;
  if (isAlike) return { blocker: "modsecurity", reason: null };
  if (passed(bodied) || passed(put) || !isLikeCoreRules(methods)) return { blocker: named, reason: null };
  return { blocker: named === "apache" ? "modsecurity" : named, reason: "rule_unknown" };
}

interface Asked {
  cell: Cell;
  observation: Observation;
}

/** Whom a method is refused to; both lists empty: to everybody who was asked as. */
interface Refused {
  method: string;
  userAgents: readonly string[];
  addresses: readonly string[];
  pass: Observation | null;
  fail: Observation;
  /** Two requests tell the name from the address, or all were refused. */
  isTold: boolean;
}

/** In the order in which they are told. */
const METHODS_ASKED: readonly string[] = ["POST", "OPTIONS", "PATCH", "DELETE"];

/** Two cells that differ in the name or the address alone. */
const isNeighbour = (a: Cell, b: Cell): boolean => (a.source === b.source) !== (a.userAgent === b.userAgent);

/**
 * Refusals that come together with a refused GET are about the visitor, not about the method. Where this visitor was not asked to read, others of the name
 * or the address tell that were refused alike, if none of them may.
 */
const mayRead = ({ matrix }: Findings, { cell, observation }: Asked): boolean => {
  const own = (subject: Cell["subject"]): Observation | null => matrix.get({ ...cell, subject, method: "GET" });
  const [resource, root] = [own("resource"), own("root")];
  if (resource || (root && !passed(root))) return passed(resource);
  const isClosedTo = (same: "source" | "userAgent", subject: Cell["subject"]): boolean => {
    const read = matrix
      .entries()
      .filter((one) => one.cell.method === "GET" && one.cell.subject === subject && one.cell[same] === cell[same]);
    return read.some((one) => signatureOf(one.observation) === signatureOf(observation)) && !read.some((one) => passed(one.observation));
  };
  return !(["source", "userAgent"] as const).some((same) => isClosedTo(same, "resource") || (!root && isClosedTo(same, "root")));
};

function readMethod(findings: Findings, method: string): Refused | null {
  const asked = findings.matrix
    .entries()
    .filter((entry) => entry.cell.subject === "resource" && entry.cell.method === method && mayRead(findings, entry));
  const isOpen = ({ cell }: Asked): boolean => findings.matrix.passes(cell);
  const open = asked.filter(isOpen);
  const closed = asked.filter((entry) => !isOpen(entry));
  const [first] = closed;
  if (!first) return null;
  // Two requests by one visitor that differ in the method alone.
  const byMethod = closed.flatMap(({ cell, observation }) => {
    const read = findings.matrix.get({ ...cell, method: "GET" });
    return read && passed(read) ? [{ pass: read, fail: observation }] : [];
  })[0];
  if (open.length === 0)
    return {
      method,
      userAgents: [],
      addresses: [],
      ...(byMethod ?? { pass: null, fail: first.observation }),
      isTold: byMethod !== undefined,
    };
  const isClosedTo = (same: "source" | "userAgent"): boolean =>
    closed.every(({ cell }) => !open.some((other) => other.cell[same] === cell[same]));
  // In the order in which we list them, whatever was asked first: methods that are refused to the same ones are one cause.
  const isClosed = (same: (cell: Cell) => boolean): boolean => closed.some(({ cell }) => same(cell));
  const addresses = findings.egress.flatMap(({ address }) =>
    address !== null && isClosed(({ source }) => source.address === address) ? [address] : [],
  );
  const userAgents = findings.agents.filter((agent) => isClosed(({ userAgent }) => userAgent === agent));
  // Where both would do, one name is likelier than several addresses.
  const isOneName = isClosedTo("userAgent") && userAgents.length === 1 && addresses.length > 1;
  const isAboutAddress = isClosedTo("source") && addresses.length > 0 && !isOneName;
  const isAboutName = !isAboutAddress && isClosedTo("userAgent");
  const pair = closed.flatMap((fail) => {
    const pass = open.find((other) => isNeighbour(other.cell, fail.cell));
    return pass ? [{ pass: pass.observation, fail: fail.observation }] : [];
  })[0];
  return {
    method,
    userAgents: isAboutAddress ? [] : userAgents,
    addresses: isAboutName ? [] : addresses,
    ...(pair ?? byMethod ?? { pass: null, fail: first.observation }),
    isTold: pair !== undefined,
  };
}

const howAnswered = ({ fail }: Refused): string => `${fail.failure?.code ?? fail.answer?.status} ${nameOfBlocker(fail)}`;

/**
 * Where the requests did not reach to tell the name from the address, a method that the same visitor was refused in the same way does. Nor perhaps, before a
 * ban, to read as the only one that a method was asked as: then another method has to be refused to everybody in the same way.
 */
function tellByOthers(refused: readonly Refused[]): Refused[] {
  return refused.flatMap((one) => {
    if (one.isTold) return one;
    if (one.pass === null && one.userAgents.length === 0 && one.addresses.length === 0) {
      const isOneOfThem = (other: Refused): boolean =>
        other.isTold && other.userAgents.length === 0 && other.addresses.length === 0 && howAnswered(other) === howAnswered(one);
      return refused.some(isOneOfThem) ? one : [];
    }
    const { userAgent, source } = one.fail.question;
    const alike = refused.find(
      (other) =>
        other.isTold &&
        howAnswered(other) === howAnswered(one) &&
        (other.userAgents.length > 0 ? other.userAgents.includes(userAgent) : other.addresses.includes(source.address ?? "")),
    );
    return alike ? { ...one, userAgents: alike.userAgents, addresses: alike.addresses } : one;
  });
}

/** Two servers that both name themselves refuse by two rules; a refusal that names nobody goes with the others. */
function partByBlocker(refused: readonly Refused[]): Refused[][] {
  const byName = Map.groupBy(refused, ({ fail }) => nameOfBlocker(fail));
  const unnamed = byName.get(null) ?? [];
  byName.delete(null);
  const [first = [], ...others] = byName.values();
  const order = (one: Refused): number => refused.indexOf(one);
  return [[...first, ...unnamed].sort((a, b) => order(a) - order(b)), ...others];
}

function makeMethodCause(findings: Findings, refused: readonly Refused[]): Cause[] {
  const first = refused.find(({ pass }) => pass !== null) ?? firstOf(refused);
  if (!first) return [];
  const methods = refused.map(({ method }) => method);
  const affects = [...new Set(refused.flatMap((one) => lanesStoppedBy(findings.platform, one)))];
  const evidence = { pass: first.pass, fail: first.fail };
  const { userAgents, addresses } = first;
  const facts = { methods, userAgents, addresses, affects, ...whoRefusesMethods(findings, methods, first.fail) };
  if (!refused.every(({ fail }) => fail.reading?.meaning === "redirect")) return [makeCause("method_blocked", evidence, facts)];
  // Whoever follows a redirect asks by GET from there on.
  const details = { location: first.fail.redirect?.location ?? "", host: first.fail.redirect?.target?.host ?? "" };
  return [makeCause("method_blocked", evidence, { ...facts, reason: "method_lost", details })];
}

/** An OPTIONS that a proxy answers by itself passes, but not with the very page that other methods get in the place of an answer. */
function readPageForOptions({ matrix }: Findings, refused: readonly Refused[]): Refused[] {
  const asked = matrix.entries().filter(({ cell }) => cell.subject === "resource" && cell.method === "OPTIONS");
  const isPage = ({ observation }: Asked): boolean =>
    observation.reading?.api === null &&
    observation.answer !== null &&
    observation.answer.text !== "" &&
    refused.some(({ fail, isTold }) => isTold && fail.reading?.meaning === "page" && fail.answer?.text === observation.answer?.text);
  const [first] = asked;
  if (!first || !asked.every(isPage)) return [];
  const pass = matrix.get({ ...first.cell, method: "GET" });
  return [{ method: "OPTIONS", userAgents: [], addresses: [], pass: passed(pass) ? pass : null, fail: first.observation, isTold: true }];
}

/** Methods that are refused where GET passes; those that are refused to one address or one name alone stand apart, with their lists. */
export function explainMethods(findings: Findings): Cause[] {
  const get = findings.matrix
    .entries()
    .find(({ cell, observation }) => cell.subject === "resource" && cell.method === "GET" && passed(observation));
  if (!get) return [];
  const groups = new Map<string, Refused[]>();
  const told = METHODS_ASKED.flatMap((method) => readMethod(findings, method) ?? []);
  const all = [...told, ...readPageForOptions(findings, told)].sort(
    (a, b) => METHODS_ASKED.indexOf(a.method) - METHODS_ASKED.indexOf(b.method),
  );
  for (const refused of tellByOthers(all)) {
    const key = JSON.stringify([refused.userAgents, refused.addresses]);
    groups.set(key, [...(groups.get(key) ?? []), refused]);
  }
  return [...groups.values()].flatMap(partByBlocker).flatMap((refused) => makeMethodCause(findings, refused));
}
