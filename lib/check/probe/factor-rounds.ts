import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { ExperimentInput } from "@/lib/check/probe/experiment-input";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Identity, isSame } from "@/lib/check/probe/identity";
import { letInByKey } from "@/lib/check/probe/let-in-by-key";
import { MethodRounds } from "@/lib/check/probe/method-rounds";
import { isUnansweredInTime, type Observation, passed, type Question, type Source } from "@/lib/check/probe/observation";
import { METHODS, othersThan, SHARE, shareOf, worthMost } from "@/lib/check/probe/plan-methods";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Nothing was sent: no name was heard, so another one changes nothing. */
const isUnheard = (observation: Observation | null): boolean =>
  observation === null || (observation.failure !== null && observation.failure.phase !== "answer");

const HEALTHY_REQUESTS = 12;
/** Four methods, the header and keys, and something to look closer with. */
const ENOUGH_FOR_A_THIRD = 10;
/** Two methods, and something to look closer with. */
const ENOUGH_FOR_A_SHARE = 5;
/** The header, reading and writing. */
const ENOUGH_FOR_KEYS = 3;
/** Requests of the first round. */
const FIRST_ROUND = 5;
/** What one of many addresses costs: its share of the methods, and the root. */
const COST_OF_ONE = SHARE + 1;
/** More addresses than these cannot be asked all methods each. */
const FEW_ADDRESSES = 3;
/** The factors around a request that passed, one at a time: User-Agents, addresses, methods. */
export class FactorRounds {
  /** The second of us that all methods were asked as. */
  other: Identity | null = null;
  /** Pairs of name and address that no request was made as yet: what comes next is, each as one of them. */
  unseen: Identity[] = [];
  private rounds: MethodRounds | null = null;
  private readonly hasKeyTried = new Set<Source>();

  constructor(
    private readonly input: ExperimentInput,
    private readonly findings: Findings,
    private readonly cells: CellExecutor,
  ) {}

  /** Everything else, one factor at a time around the cell that works. */
  async ask(anchor: Cell): Promise<void> {
    this.findings.working = anchor;
    const { egress, agents, asker, probes } = this.input;
    const { matrix } = this.findings;
    for (const source of egress) await this.letIn({ source, userAgent: agents[1] }, matrix.get({ ...anchor, source }));
    if (asker.isBackingOff || !probes.needsAllMethods) await this.probeSequentially(anchor);
    else await this.probeConcurrently(anchor);
  }

  /** Refused, and let in by our key? Each address is asked that once. Returns how many requests it took. */
  private async letIn(identity: Identity, seen: Observation | null): Promise<number> {
    if (!seen || passed(seen) || this.hasKeyTried.has(identity.source)) return 0;
    this.hasKeyTried.add(identity.source);
    return letInByKey(this.input, this.findings, this.cells, identity, seen);
  }

  /** As whom the methods were asked first: at the anchor, under one of our names where one passes. */
  private firstOf(anchor: Cell): Identity {
    const { agents } = this.input;
    const userAgent = agents.find((agent) => this.findings.matrix.passes({ ...anchor, userAgent: agent })) ?? anchor.userAgent;
    return { source: anchor.source, userAgent };
  }

  /** While all goes well: two lanes of questions, and no more of them than show every name, address and method. */
  private async probeConcurrently(anchor: Cell): Promise<void> {
    const { agents, egress, asker, withKey } = this.input;
    const { matrix } = this.findings;
    const isMany = egress.length > FEW_ADDRESSES;
    const rounds = this.methodRounds();
    const before = asker.requests;
    const known = Promise.withResolvers<void>();
    /** Of many addresses those that are asked all they are asked one after the other; each of them at once, should something be refused before. */
    const later: Source[] = [];
    const everybody = async (): Promise<void> => {
      await known.promise;
      for (const source of later) await this.cells.cell({ ...anchor, source }, "other_addresses");
    };
    const others = async (): Promise<Identity | null> => {
      const name = agents.find((agent) => agent !== anchor.userAgent) ?? anchor.userAgent;
      const elsewhere: Source[] = [];
      const unnamed: Source[] = [];
      let names = 0;
      for (const source of egress) {
        const cell = { ...anchor, source };
        if (source === anchor.source) continue;
        const otherwise = { ...cell, userAgent: name };
        if (isMany && elsewhere.length > 0 && !asker.isBackingOff) {
          later.push(source);
          continue;
        }
        if (!matrix.get(cell) && !asker.isBackingOff) names += await this.askOtherName(otherwise);
        // Of the second address alone the methods will be asked under both names.
        if (elsewhere.length > 0 || !matrix.passes(otherwise)) {
          if (!matrix.get(cell)) names += 1;
          names += await this.letIn(cell, await this.cells.cell(cell, "other_addresses"));
          if (!matrix.passes(cell)) continue;
        }
        elsewhere.push(source);
        if (matrix.get(otherwise)) continue;
        // From a refusal on every address is asked once before any is asked more.
        if (asker.isBackingOff) unnamed.push(source);
        else names += await this.askOtherName(otherwise);
      }
      for (const source of elsewhere.length > 0 ? unnamed : [anchor.source])
        names += await this.askOtherName({ ...anchor, source, userAgent: name });
      known.resolve();
      const [source = anchor.source, ...further] = elsewhere;
      const other = { source, userAgent: matrix.passes({ ...anchor, source, userAgent: name }) ? name : anchor.userAgent };
      if (other.userAgent !== name) await this.askNames(anchor);
      if (other.source === anchor.source && other.userAgent === anchor.userAgent) return null;
      this.other = other;
      // More addresses than two are more than twelve things to ask; many of them share the methods.
      const share = (index: number): readonly string[] => (isMany ? shareOf(index) : METHODS);
      const isShort = asker.isBackingOff;
      /** What more each of many may be asked: all that is left when everybody has had their share, parted among those who come. */
      const more = (requests: number, index: number): readonly string[] => {
        const left = asker.requestsLeft + asker.requests - requests - SHARE - COST_OF_ONE * (later.length - index) - ENOUGH_FOR_KEYS;
        return othersThan(share(index), Math.floor(left / (later.length - index + 1)));
      };
      if (isMany && !isShort) await rounds.second(anchor, other, share(0), more(before + names + FIRST_ROUND, 0));
      else await rounds.second(anchor, other, () => worthMost(this.roomForMore(before + names + FIRST_ROUND + this.detours), this.spared));
      for (const one of further) {
        const elsewhere = { ...other, source: one };
        if (!asker.isBackingOff && asker.requestsLeft >= ENOUGH_FOR_A_THIRD) await rounds.second(anchor, elsewhere, METHODS);
        // Something else is refused besides: of what is open so far, what servers refuse most.
        else if (asker.requestsLeft >= this.reserve + ENOUGH_FOR_A_SHARE)
          await rounds.second(
            anchor,
            elsewhere,
            worthMost(SHARE, this.spared).filter((method) => matrix.passes({ ...anchor, subject: "resource", method })),
          );
      }
      for (const [index, one] of later.entries()) {
        // Each of those that are left needs two: the root under one name, and PATCH under the other.
        const spare = asker.requestsLeft - 2 * (later.length - index) - ENOUGH_FOR_KEYS;
        const mayRead = passed(await this.cells.cell({ ...anchor, source: one }, "other_addresses"));
        const otherwise = { ...anchor, source: one, userAgent: name };
        if (!mayRead || isShort) await (matrix.get(otherwise) ?? this.askOtherName(otherwise));
        else if (spare > 0) await rounds.second(anchor, { ...other, source: one }, share(index + 1), more(asker.requests, index + 1));
        else await rounds.second(anchor, { ...other, source: one }, ["PATCH"]);
      }
      return other;
    };
    const crossed = (method: string): Identity | null => {
      if (withKey && method === "OPTIONS") {
        // The header will not be asked for, which is asked as this pair else: see keys/test-keys.ts.
        if (this.findings.server.substitutedPage && this.other) return { source: this.other.source, userAgent: anchor.userAgent };
        return this.input.optionsAsSecond && !asker.isBackingOff ? this.other : null;
      }
      const agent = agents.find((one) => one !== anchor.userAgent);
      const isOpen = agent && egress.some((source) => matrix.passes({ ...anchor, source, userAgent: agent }));
      return isOpen && egress.length > 1 && !asker.isBackingOff ? { source: anchor.source, userAgent: agent } : null;
    };
    const beside = { known: known.promise, everybody };
    const [, other] = await Promise.all([rounds.first(anchor, beside, crossed), others().finally(known.resolve)]);
    this.unseen = other ? this.findUnseen(anchor, other) : [];
    if (other) await this.contrast(rounds, anchor, other);
  }

  /** Of the four pairs of two addresses and two names those that nothing was asked as; the header is worth one that OPTIONS alone was asked as. */
  private findUnseen(anchor: Cell, other: Identity): Identity[] {
    const { matrix } = this.findings;
    if (other.source === anchor.source || other.userAgent === anchor.userAgent) return [];
    const beside = { source: anchor.source, userAgent: other.userAgent };
    const across = { source: other.source, userAgent: anchor.userAgent };
    const { asked } = this.cells;
    const isAskedAs = (identity: Identity): boolean => asked.some((one) => isSame(one, identity));
    const unseen = [...(matrix.get({ ...anchor, ...beside }) ? [] : [beside]), ...(isAskedAs(across) ? [] : [across])];
    // The header alone comes next: as whom nothing was asked, rather than as whom OPTIONS was.
    return this.input.withKey ? unseen : unseen.toReversed();
  }

  /** As whom the next request is made; who is let in by our key alone, by that alone. */
  nextUnseen(credential: Question["credential"]): Identity | null {
    const isKeyed = ({ source }: Identity): boolean => this.cells.keyedSources.has(source);
    const next =
      (credential === "key" ? this.unseen.find(isKeyed) : null) ?? this.unseen.find((one) => credential === "key" || !isKeyed(one));
    this.unseen = this.unseen.filter((one) => one !== next);
    return next ?? null;
  }

  /** From a refusal on: one question after the other, all pairs of names and addresses. */
  private async probeSequentially(anchor: Cell): Promise<void> {
    const { agents, egress, probes, asker } = this.input;
    const { matrix } = this.findings;
    for (const userAgent of agents) await this.cells.cell({ ...anchor, userAgent }, "names_after_refusal");
    const userAgent = agents.find((agent) => matrix.passes({ ...anchor, userAgent: agent })) ?? anchor.userAgent;
    const first: Identity = { source: anchor.source, userAgent };
    const rounds = this.methodRounds();
    if (probes.needsAllMethods) await rounds.first(first);
    else await this.cells.cell({ ...first, subject: "resource", method: "POST" }, "write_to_cloud_shop");
    await this.askNames(anchor);
    const name = agents.find((agent) => agent !== userAgent && matrix.passes({ ...anchor, userAgent: agent })) ?? userAgent;
    const source =
      egress.find((one) => one !== anchor.source && matrix.passes({ ...anchor, source: one, userAgent: name })) ?? anchor.source;
    const other: Identity = { source, userAgent: name };
    if (!probes.needsAllMethods || anchor.source.kind === "control" || (source === first.source && name === userAgent)) return;
    this.other = other;
    const room = Math.min(this.roomForMore(asker.requests), asker.requestsLeft - this.reserve);
    await rounds.second(first, other, worthMost(room, this.spared));
    await this.contrast(rounds, first, other);
  }

  private async contrast(rounds: MethodRounds, first: Identity, other: Identity): Promise<void> {
    await rounds.contrasts.contrast(first, other);
    // With a key nobody has to be let in without one.
    if (!this.input.withKey) await rounds.contrasts.contrastWords(first, other);
  }

  private methodRounds(): MethodRounds {
    this.rounds = new MethodRounds(this.cells, this.findings, this.input.asker, this.reserve);
    return this.rounds;
  }

  /** What the header takes where it is lost, and a key that does not work. */
  private get reserve(): number {
    return this.input.withKey ? 2 * ENOUGH_FOR_KEYS : ENOUGH_FOR_KEYS;
  }

  /** A method that a key will be tested with: it need not be asked a second time without one. */
  private get spared(): string | null {
    return this.input.withKey ? this.input.probes.writeMethod : null;
  }

  /** Requests that were asked only to learn of this server's ways. With a key those about its words save what they cost: the canary. */
  private get detours(): number {
    const { asker, withKey } = this.input;
    const { words } = this.cells;
    return asker.detours + words.questionsAboutRefusals + (withKey ? 0 : words.questionsAboutNotFound);
  }

  /** How many methods may be asked twice after so many other requests: a healthy shop is asked twelve things at most. */
  private roomForMore(requests: number): number {
    const { egress, withKey } = this.input;
    if (egress.length > 2 || this.findings.matrix.entries().some(({ observation }) => !passed(observation))) return 4;
    return HEALTHY_REQUESTS - requests - (withKey ? 3 : 1);
  }

  /** Every name at every address that passes under some name; where a name is refused at the anchor too, asking elsewhere proves nothing new. */
  private async askNames(anchor: Cell): Promise<void> {
    const { agents, egress } = this.input;
    const { matrix } = this.findings;
    for (const source of egress)
      await this.letIn({ ...anchor, source }, await this.cells.cell({ ...anchor, source }, "addresses_after_refusal"));
    for (const userAgent of agents) await this.cells.cell({ ...anchor, userAgent }, "names_from_each_address");
    const askFrom = async (source: Source): Promise<void> => {
      for (const userAgent of agents)
        if (!matrix.fails({ ...anchor, userAgent })) await this.cells.cell({ ...anchor, source, userAgent }, "names_from_each_address");
    };
    const silent: Source[] = [];
    for (const source of egress) {
      const seen = matrix.get({ ...anchor, source });
      if (source === anchor.source || isUnheard(seen) || seen?.reading?.meaning === "rate_limited") continue;
      if (seen && isUnansweredInTime(seen)) silent.push(source);
      else await askFrom(source);
    }
    await Promise.all(silent.map(askFrom));
  }

  /**
   * GET of the root under the other name, with another question: the answer to the first one would come from a cache.
   * @returns how many requests that took
   */
  private async askOtherName(cell: Cell): Promise<number> {
    const { probes } = this.input;
    const { matrix } = this.findings;
    const { rootVariant } = probes;
    const plainly = async (): Promise<number> => {
      if (matrix.get(cell)) return 0;
      const seen = await this.cells.cell(cell, "other_name");
      return Number(seen !== null) + (await this.letIn(cell, seen));
    };
    const isOrdinary = this.cells.root === probes.root && !this.cells.keyedSources.has(cell.source);
    if (!rootVariant || !isOrdinary || this.findings.server.cached) return plainly();
    const ask = (rule: AskRule, request: ProbeRequest) => this.cells.once({ ...this.cells.question(cell, rule), request });
    const seen = await ask("other_name", rootVariant.request);
    if (!seen?.answer || !passed(seen)) {
      const requests = 1 + (await this.letIn(cell, seen));
      return matrix.passes(cell) ? requests : requests + (await plainly());
    }
    this.cells.keep(cell, seen);
    if (!rootVariant.isStale(seen.answer)) return 1;
    // Either a cache answered, or this shop leaves such questions aside: an address that nobody asked for tells.
    const unseen = await ask("other_name_at_unseen_address", rootVariant.elsewhere);
    if (!unseen?.answer || !passed(unseen)) return 2;
    if (rootVariant.isStale(unseen.answer)) this.findings.server.losesQuery = true;
    else this.findings.server.cached = { pass: unseen, fail: seen };
    return 2;
  }

  /** Is a method refused without a key as well? */
  async askMethodAgain(method: string): Promise<void> {
    const { working } = this.findings;
    if (!working || !this.rounds) return;
    const first = this.firstOf(working);
    await this.rounds.askAgain(first, this.other ?? first, method);
  }
}
