import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Cell } from "@/lib/check/probe/findings";
import type { Observation, Question } from "@/lib/check/probe/observation";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** What the parts of the cell asker need of it. */
export interface CellQuestions {
  readonly isOver: boolean;
  /** The question of a cell, or another request in its place. */
  question(cell: Cell, rule: AskRule, instead?: ProbeRequest): Question;
  /** Without repeats; null when nothing may be asked any more. */
  once(question: Question): Promise<Observation | null>;
  /** Stores the outcome of a cell. */
  keep(cell: Cell, observation: Observation): void;
}
