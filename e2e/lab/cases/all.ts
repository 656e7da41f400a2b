import { ADDRESS_CASES } from "@/e2e/lab/cases/addresses";
import { KEPT_REFUSAL_CASES } from "@/e2e/lab/cases/cached-refusals";
import { DECEPTIVE_ANSWER_CASES } from "@/e2e/lab/cases/deceptive-answers";
import { EDGE_CASES } from "@/e2e/lab/cases/edges";
import { GATE_CASES } from "@/e2e/lab/cases/gates";
import { GATEWAY_CASES } from "@/e2e/lab/cases/gateways";
import { HARMLESS_CASES } from "@/e2e/lab/cases/harmless";
import { HARMLESS_FRONT_CASES } from "@/e2e/lab/cases/harmless-fronts";
import { HEALTHY_CASES } from "@/e2e/lab/cases/healthy";
import { INDEPENDENT_RULE_CASES } from "@/e2e/lab/cases/independent-rules";
import { KEY_CASES } from "@/e2e/lab/cases/keys";
import { METHOD_CASES } from "@/e2e/lab/cases/methods";
import { RULE_CASES } from "@/e2e/lab/cases/methods-and-rules";
import { SECOND_LOOK_CASES } from "@/e2e/lab/cases/misleading-answers";
import { MOMENT_CASES } from "@/e2e/lab/cases/moments";
import { ODD_CASES } from "@/e2e/lab/cases/odd";
import { OTHER_SHOP_SYSTEM_CASES } from "@/e2e/lab/cases/other-shop-systems";
import { PATH_CASES } from "@/e2e/lab/cases/paths";
import { PHP_CASES } from "@/e2e/lab/cases/php";
import { PLACE_CASES } from "@/e2e/lab/cases/places";
import { SERVER_NAME_CASES } from "@/e2e/lab/cases/server-names";
import { SERVERS_WORDS_CASES } from "@/e2e/lab/cases/server-pages";
import { SHOP_CASES } from "@/e2e/lab/cases/shop-errors";
import { REPLACED_ANSWER_CASES } from "@/e2e/lab/cases/substituted-answers";
import { TIME_CASES } from "@/e2e/lab/cases/time-before-matrix";
import { TLS_CASES } from "@/e2e/lab/cases/tls";
import { USER_AGENT_CASES } from "@/e2e/lab/cases/user-agents";
import { VISITOR_CASES } from "@/e2e/lab/cases/visitors";
import { WIRE_CASES } from "@/e2e/lab/cases/wire";
import { WORDPRESS_CASES } from "@/e2e/lab/cases/wordpress";
import type { LabCase } from "@/e2e/lab/lab-case";

export const ALL_CASES: readonly LabCase[] = [
  ...HEALTHY_CASES,
  ...HARMLESS_CASES,
  ...HARMLESS_FRONT_CASES,
  ...USER_AGENT_CASES,
  ...METHOD_CASES,
  ...ADDRESS_CASES,
  ...TLS_CASES,
  ...SHOP_CASES,
  ...OTHER_SHOP_SYSTEM_CASES,
  ...ODD_CASES,
  ...EDGE_CASES,
  ...PHP_CASES,
  ...VISITOR_CASES,
  ...RULE_CASES,
  ...MOMENT_CASES,
  ...TIME_CASES,
  ...GATE_CASES,
  ...WIRE_CASES,
  ...PLACE_CASES,
  ...PATH_CASES,
  ...SECOND_LOOK_CASES,
  ...REPLACED_ANSWER_CASES,
  ...SERVERS_WORDS_CASES,
  ...GATEWAY_CASES,
  ...INDEPENDENT_RULE_CASES,
  ...KEPT_REFUSAL_CASES,
  ...KEY_CASES,
  ...DECEPTIVE_ANSWER_CASES,
  ...SERVER_NAME_CASES,
  ...WORDPRESS_CASES,
];
