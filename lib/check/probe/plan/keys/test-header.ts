import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Evidence, KeyFinding } from "@/lib/check/probe/findings";
import type { Observation } from "@/lib/check/probe/observation";
import type { KeyRequests, KeyTest } from "@/lib/check/probe/plan/keys/key-requests";
import { type HeaderFate, keyFinding } from "@/lib/check/probe/plan/keys/key-test";
import type { Plan } from "@/lib/check/probe/plan/step";
import type { Visitor } from "@/lib/check/probe/visitor";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** Whether keys are sent by the same scheme, so that a rule about it affects them too. */
const IS_SENT_LIKE_KEYS: Readonly<Record<ShopSystem, (baseUrl: string) => boolean>> = {
  woocommerce: (baseUrl) => !baseUrl.startsWith("https:"),
  magento: () => false,
  prestashop: () => true,
  shopify: () => false,
};

const isTurnedAway = (evidence: Evidence, { reading }: Observation): boolean =>
  evidence.server.substitutedPage === null && reading?.meaning === "blocked" && reading.api === null;

const atUnseenPath = (request: ProbeRequest): ProbeRequest => ({ ...request, path: request.path.replace("999999999", "999999998") });

/** The shop's answer to a made-up credential shows whether the header arrives. If it seems lost, an unseen path rules out a cache. */
function* testHeader(requests: KeyRequests, baseUrl: string): Plan<HeaderFate> {
  const { evidence } = requests;
  const { probes } = evidence;
  if (!probes.dummyCredential || evidence.time.banned || requests.cells.isOver) return "unknown";
  // The answer to the dummy credential is replaced too, except PrestaShop's that its webservice is off.
  if (evidence.server.substitutedPage && (evidence.server.substitutedPage.open || !probes.asksKeyFirst)) return "unknown";
  const ask = (rule: AskRule, request: ProbeRequest, as?: Visitor) => requests.sendBesideMatrix(rule, request, "dummy", "resource", as);
  const sent = yield* ask("dummy_credential", probes.dummyCredential);
  if (sent && !requests.facts.read && IS_SENT_LIKE_KEYS[evidence.shopSystem](baseUrl) && isTurnedAway(evidence, sent))
    yield* compareWithoutKey(requests, sent);
  if (!sent?.answer) return "unknown";
  requests.facts.dummyCredential = { plain: null, sent };
  const read = probes.readProbeAnswer(sent.answer);
  if (read !== "stripped") return read;
  const unseen = yield* ask("dummy_credential_at_unseen_path", atUnseenPath(probes.dummyCredential), sent.question);
  if (unseen?.answer && probes.readProbeAnswer(unseen.answer) === "arrived") {
    requests.facts.cached = { pass: unseen, fail: sent };
    return "unknown";
  }
  const lost = (pass: Observation | null): KeyFinding => keyFinding("authorization_header_stripped", null, pass, sent);
  if (!probes.dummyCredentialElsewhere) {
    requests.facts.found = [...requests.facts.found, lost(null)];
    return "stripped";
  }
  const elsewhere = yield* ask("dummy_credential_elsewhere", probes.dummyCredentialElsewhere, sent.question);
  if (!elsewhere?.answer || probes.readProbeAnswer(elsewhere.answer) !== "arrived") return "unknown";
  requests.facts.found = [...requests.facts.found, lost(elsewhere)];
  return "stripped";
}

/** The root ignored its query: sends one that the shop cannot ignore. */
export function* testQuery(requests: KeyRequests): Plan<void> {
  const {
    evidence,
    variation: { cache },
  } = requests;
  const { dummyCredentialElsewhere, readProbeAnswer } = evidence.probes;
  if (!cache.losesQuery || !dummyCredentialElsewhere || evidence.time.banned || cache.cached || requests.facts.cached) return;
  const sent = yield* requests.sendBesideMatrix("dummy_credential_in_query", dummyCredentialElsewhere, "dummy", "resource");
  if (!sent?.answer || readProbeAnswer(sent.answer) !== "stripped") return;
  // A cache may ignore queries, but not at an unseen path.
  const unseen = atUnseenPath(dummyCredentialElsewhere);
  const beside = yield* requests.sendBesideMatrix("query_at_unseen_path", unseen, "dummy", "resource", sent.question);
  if (beside?.answer && readProbeAnswer(beside.answer) === "arrived") {
    requests.facts.cached = { pass: beside, fail: sent };
    return;
  }
  requests.facts.found = [...requests.facts.found, keyFinding("invalid_response", "query_lost", null, sent)];
}

/** PrestaShop reports that its webservice is off only to requests with a key. */
function readDisabled(requests: KeyRequests): void {
  const sent = requests.facts.dummyCredential?.sent;
  if (sent?.reading?.api?.says !== "disabled") return;
  requests.facts.found = [...requests.facts.found, keyFinding("api_disabled", "webservice_disabled", null, sent)];
}

export function probeHeaderOnce(requests: KeyRequests, baseUrl: string): Pick<KeyTest, "header" | "headerArrives"> {
  let fate: HeaderFate | null = null;
  return {
    *header() {
      if (fate === null) {
        fate = yield* testHeader(requests, baseUrl);
        readDisabled(requests);
      }
      return fate;
    },
    headerArrives() {
      fate ??= "arrived";
    },
  };
}

/** Skipped after a ban or a breakdown, when refusals say nothing about keys. */
export function* compareWithoutKey(requests: KeyRequests, keyed: Observation): Plan<void> {
  const plain = yield* requests.probeWithoutKey(keyed);
  const { evidence } = requests;
  if (!evidence.time.banned && !evidence.time.brokeDown) requests.facts.unkeyed = [...requests.facts.unkeyed, { keyed, plain }];
}
