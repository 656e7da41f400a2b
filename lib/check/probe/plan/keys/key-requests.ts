import { ASK_RULES, type AskRule } from "@/lib/check/probe/ask-rules";
import { type Evidence, type KeyFacts, methodCell, noKeyFacts } from "@/lib/check/probe/findings";
import { type Observation, passed, type Question } from "@/lib/check/probe/observation";
import { withNumber } from "@/lib/check/probe/order-number";
import { isAnsweredElsewhere } from "@/lib/check/probe/plan/evidence/plan-repeats";
import type { Variation } from "@/lib/check/probe/plan/facts";
import type { HeaderFate, KeyHolder } from "@/lib/check/probe/plan/keys/key-test";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { ANY_FAILURE, type Confirmation, ONLY_TROUBLE } from "@/lib/check/probe/plan/send/send-until-confirmed";
import type { Plan } from "@/lib/check/probe/plan/step";
import { isSame, type Visitor } from "@/lib/check/probe/visitor";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

const HEADERS: ReadonlySet<string> = new Set(["authorization", "x-shopify-access-token"]);
const PARAMETER = /^(?:oauth_|ws_key=)/;

function withoutKey({ renew: _, ...request }: ProbeRequest): ProbeRequest {
  const [path = "", query] = request.path.split(/\?(.*)/s);
  const left = (query ?? "").split("&").filter((part) => part !== "" && !PARAMETER.test(part));
  return {
    ...request,
    path: left.length > 0 ? `${path}?${left.join("&")}` : path,
    headers: request.headers.filter(([name]) => !HEADERS.has(name.toLowerCase())),
  };
}

/** Requests outside the matrix, each as the visitor that proves most. */
export class KeyRequests {
  readonly facts: KeyFacts = noKeyFacts();
  /** Pairs of User-Agent and address that nothing has used yet. */
  private unseen: readonly Visitor[];

  constructor(
    readonly cells: Cells,
    readonly variation: Variation,
  ) {
    this.unseen = variation.unseen;
  }

  get evidence(): Evidence {
    return this.cells.evidence;
  }

  /** The visitor of the next request. An address that needs the key is used only for requests with it. */
  private nextUnseen(credential: Question["credential"]): Visitor | null {
    const isKeyed = ({ source }: Visitor): boolean => this.cells.keyedSources.has(source);
    const next =
      (credential === "key" ? this.unseen.find(isKeyed) : null) ?? this.unseen.find((one) => credential === "key" || !isKeyed(one));
    this.unseen = this.unseen.filter((one) => one !== next);
    return next ?? null;
  }

  private confirmationOf(question: Question): Confirmation {
    return { ...ANY_FAILURE, isExplainedLater: (first) => isAnsweredElsewhere(question, first, this.facts.read) };
  }

  /** `own`: as an unused pair of User-Agent and address; `other`: as the second visitor; else as the given visitor. */
  *sendBesideMatrix(
    rule: AskRule,
    request: ProbeRequest,
    credential: Question["credential"],
    subject: Question["subject"] = "orders",
    visitor: "own" | "other" | Visitor = "own",
  ): Plan<Observation | null> {
    const { working } = this.variation;
    const { matrix } = this.evidence;
    if (this.cells.isOver || (yield* this.cells.still.verifyTurns())) return null;
    const agents = this.cells.setup.agents;
    const usable = agents.find((userAgent) => matrix.passes({ ...working, userAgent })) ?? working.userAgent;
    const usual = { source: working.source, userAgent: usable };
    // Must differ from the reading of orders in one thing only.
    const isComparedWithReading = ["contrast_key", "contrast_invented"].includes(ASK_RULES[rule].reason);
    const reader = isComparedWithReading ? (this.facts.read?.question ?? null) : null;
    const unseen = visitor === "own" && reader === null ? this.nextUnseen(credential) : null;
    const isAsUnseen = unseen !== null;
    const own: Visitor = visitor === "other" ? (this.variation.other ?? usual) : (reader ?? unseen ?? usual);
    const { source, userAgent } = typeof visitor === "object" ? visitor : own;
    const numbered = credential === "dummy" ? { ...request, path: withNumber(request.path, this.evidence.server.orderNumber) } : request;
    const question: Question = { rule, subject, request: numbered, source, userAgent, below: "base", credential };
    const observation = yield* this.cells.sendUntilConfirmed(question, isAsUnseen ? ONLY_TROUBLE : this.confirmationOf(question));
    if (observation && !passed(observation) && isAsUnseen) {
      // The cause may be this pair, this request or a ban.
      this.cells.setup.journal.backOff();
      const cell = { ...working, source, userAgent };
      const isHeard = matrix
        .entries()
        .some(
          (one) => one.cell.subject === subject && isSame(one.cell, question) && passed(one.observation) && one.observation.reading?.api,
        );
      if (isHeard) return (yield* this.cells.still.verifyStillPasses(source)) ? observation : null;
      const mayReadRoot = passed(yield* this.cells.probe(cell, "root_as_new_pair"));
      if (!mayReadRoot && !(yield* this.cells.still.verifyStillPasses(source))) {
        this.cells.ledger.matrix.delete(cell);
        return null;
      }
      // A hidden index lists rights to no visitor.
      if (rule === "read_rights" && mayReadRoot && this.cells.isBehindKey) return observation;
      const again = yield* this.sendBesideMatrix(rule, request, credential, subject, usual);
      if (again && passed(again) && mayReadRoot && source === usual.source) yield* this.noteRefusedName(observation, again);
      return again;
    }
    if (rule === "read_orders") this.facts.read = observation;
    if (rule === "write_tracking") this.facts.write = observation;
    return observation;
  }

  /** Refused with one User-Agent that passes at the root: checks whether other addresses are refused too. */
  private *noteRefusedName(fail: Observation, pass: Observation): Plan<void> {
    const { question } = fail;
    const { other } = this.variation;
    const elsewhere = other && other.source !== question.source ? yield* this.cells.send({ ...question, source: other.source }) : null;
    this.facts.refusedName = { pass, fail, isElsewhere: !passed(elsewhere) };
  }

  /** Repeats a request that did not reach the shop without its key; if that fails too, requests the root. */
  *probeWithoutKey({ question }: Observation): Plan<Observation | null> {
    if (this.cells.isBehindKey) return null;
    const plain = yield* this.cells.sendUntilConfirmed({
      ...question,
      rule: "same_without_key",
      credential: "none",
      request: withoutKey(question.request),
    });
    const { method } = question.request;
    const { source, userAgent } = question;
    // Distinguishes a ban from a refusal of this request.
    if (plain && !passed(plain) && (yield* this.cells.still.verifyStillPasses(source))) {
      if (method === "GET") yield* this.cells.probe({ subject: "root", method, source, userAgent }, "root_after_same_without_key");
      else yield* this.variation.probeMethodWithoutKey(method);
    }
    return plain;
  }

  get root(): ProbeRequest {
    return this.cells.addCredentialsEverywhere ? this.cells.setup.probes.root : this.cells.root;
  }

  /** Pairs of User-Agent and address that neither the header test nor the keys used. A rule may affect only the API's path. */
  *probeUnseen(): Plan<void> {
    const { working } = this.variation;
    const { matrix } = this.evidence;
    const { cellsOfVisitorsLetIn } = this.cells;
    const isReadable = matrix.select({ subject: "resource", method: "GET" }).some(({ observation }) => passed(observation));
    for (const visitor of this.unseen) {
      if (cellsOfVisitorsLetIn.some((one) => isSame(one, visitor))) continue;
      const resource = methodCell(visitor, "GET");
      if (isReadable && passed(yield* this.cells.probe(resource, "pair_never_asked_as"))) continue;
      const mayReadRoot = passed(yield* this.cells.probe({ ...working, ...visitor }, "pair_never_asked_as"));
      if (mayReadRoot && matrix.fails(resource)) yield* this.variation.probeRefusedResource(resource);
    }
  }
}

export interface KeyTest extends KeyHolder {
  requests: KeyRequests;
  evidence: Evidence;
  /** Whether the Authorization header arrives, as shown by the dummy credential. */
  header(): Plan<HeaderFate>;
  /** Notes that the header arrives and no cache answers, so that the dummy credential is not needed. */
  headerArrives(): void;
}
