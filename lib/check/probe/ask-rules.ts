// Every rule by which a check sends a request, with its reason (messages `checks.requests.reason`), listed under the function that applies it.

const RULES_BY_FUNCTION = {
  "plan/search/detect-shop-system#detectShopSystem": { shop_system_of_page: "detect" },
  "plan/search/root-baseline#baseline": { root_from_each_address: "baseline", root_after_redirect: "redirect" },
  "plan/search/root-baseline#probeOthersBeforeRedirect": { others_before_redirect: "baseline" },
  "plan/search/root-baseline#probeCircle": { redirect_to_http_and_back: "redirect" },
  "plan/search/root-baseline#probeTurning": { redirect_with_other_query: "redirect" },
  "plan/search/search-working#probeHomePageBehind401": { home_page_behind_401: "home_page" },
  "plan/search/search-working#probeBehindKey": { orders_with_key: "contrast_key", addresses_with_key: "baseline" },
  "plan/search/search-working#probeBesideRoot": { orders_beside_root: "contrast_path", addresses_at_orders: "baseline" },
  "plan/search/plan-contrasts#planContrasts": {
    refused_root_other_name: "contrast_user_agent",
    refused_root_browser: "contrast_browser",
    refused_root_control: "contrast_control",
  },
  "plan/search/search-working#probeBehindCache": { refused_root_unseen_address: "contrast_cache" },
  "plan/search/search-api#searchSiblingPaths": { home_page_beside_root: "home_page" },
  "plan/search/search-api#searchApi": {
    home_page_of_lost_api: "home_page",
    api_under_other_prefix: "other_place",
    api_in_other_folder: "other_place",
    api_in_other_form: "other_place",
    other_shop_system: "detect",
  },
  "plan/search/search-api#verifyPathClosed": { other_pretty_path: "contrast_path", api_beside_pretty_path: "repeat" },
  "plan/search/search-api#probeApiAbove": { api_above_address: "other_place" },
  "plan/vary/concurrent-probes#probeRoot": { other_addresses: "baseline" },
  "plan/vary/visitor-probes#probeOtherUserAgent": { other_name: "user_agent", other_name_at_unseen_address: "contrast_cache" },
  "plan/vary/vary#probeSequentially": { names_after_refusal: "user_agent", write_to_cloud_shop: "method" },
  "plan/vary/visitor-probes#probeUserAgents": { addresses_after_refusal: "baseline", names_from_each_address: "user_agent" },
  "plan/vary/visitor-probes#probeWithKey": { address_let_in_by_key: "contrast_key" },
  "plan/vary/method-rounds#first": { method_first_round: "method" },
  "plan/vary/method-rounds#readResource": { resource_before_methods: "method" },
  "plan/vary/method-rounds#readWithKey": { resource_with_key: "contrast_key" },
  "plan/vary/method-rounds#probeAsOther": { method_second_round: "method" },
  "plan/vary/method-rounds#askAgain": { method_without_key: "method" },
  "plan/vary/method-contrasts#probeOnceMore": { method_of_opposite_pair: "method" },
  "plan/vary/method-contrasts#contrastOutcomes": { method_between_outcomes: "contrast_method" },
  "plan/vary/method-contrasts#probeAllAsPair": { method_as_refused_pair: "contrast_method" },
  "plan/vary/method-contrasts#probeRefusedAddresses": { method_from_refused_addresses: "contrast_method" },
  "plan/vary/method-contrasts#contrastControl": {
    method_from_control: "contrast_control",
    method_from_addresses_beside_control: "contrast_method",
  },
  "plan/vary/method-contrasts#contrastFurther": { method_from_further_addresses: "contrast_method" },
  "plan/vary/method-contrasts#verifyReading": {
    reading_where_method_refused: "contrast_method",
    root_where_reading_refused: "contrast_path",
  },
  "plan/vary/method-contrasts#contrastVisitors": { resource_between_visitors: "contrast_path" },
  "plan/vary/method-contrasts#probeAsReaders": { method_as_other_reader: "contrast_method" },
  "plan/vary/method-contrasts#contrastResource": {
    refused_resource_browser: "contrast_browser",
    refused_resource_names: "contrast_user_agent",
    refused_resource_control: "contrast_control",
    refused_resource_addresses: "contrast_path",
  },
  "plan/send/cells#probe": { outcome_again: "repeat" },
  "plan/send/repeat-refused#probeTroubledAgain": { trouble_again: "repeat" },
  "plan/send/repeat-refused#verifyRefusal": { chance_again: "repeat" },
  "plan/send/repeat-refused#repeatDeferred": { deferred_refusal_again: "repeat" },
  "plan/send/cells#probeCleanRoot": { passing_beside_refusal: "contrast_cache" },
  "plan/send/still-passing#verifyStillPasses": { passed_before: "still_good" },
  "plan/send/still-passing#verifyUnaskedPath": { unasked_path: "contrast_path" },
  "plan/send/still-passing#verifyUnseenUrl": { unseen_address_of_root: "contrast_cache" },
  "plan/vary/discard-ban-tainted#verifyElsewhere": {
    method_elsewhere_after_ban: "contrast_path",
    method_from_control_after_ban: "contrast_control",
  },
  "plan/send/substituted-page#verifyNotFoundPage": { unknown_path: "contrast_path" },
  "plan/send/substituted-page#probeOpenForm": { resource_in_open_form: "contrast_path" },
  "plan/send/substituted-page#probeOtherNumber": { plausible_number: "contrast_path" },
  "plan/send/substituted-page#resolveUnclear": { head_of_refused_method: "contrast_rule" },
  "plan/keys/test-header#testHeader": {
    dummy_credential: "dummy_credential",
    dummy_credential_at_unseen_path: "contrast_cache",
    dummy_credential_elsewhere: "dummy_credential",
  },
  "plan/keys/test-header#testQuery": { dummy_credential_in_query: "dummy_credential", query_at_unseen_path: "contrast_cache" },
  "plan/keys/key-test#readOrders": { read_orders: "read_orders" },
  "plan/keys/key-test#writeTracking": { write_tracking: "write_tracking" },
  "plan/keys/prestashop#probeRights": { read_rights: "read_rights" },
  "plan/keys/prestashop#testPrestashopKey": { key_in_query: "contrast_key" },
  "plan/keys/prestashop#testRights": { record_with_key: "contrast_key" },
  "plan/keys/key-test#unusedPath": { number_with_key: "contrast_key" },
  "plan/keys/woocommerce#testWooKey": { signature_in_address: "contrast_key" },
  "plan/keys/woocommerce#judge": {
    signature_beside_substituted_page: "contrast_key",
    signature_for_http: "contrast_key",
    signature_for_https: "contrast_key",
    signature_with_invented_key: "contrast_invented",
  },
  "plan/keys/woocommerce#testWriting": { refused_write_read_with_key: "contrast_key" },
  "plan/keys/woocommerce#explainRefusal": { invented_key_or_secret: "contrast_invented" },
  "plan/keys/magento#testMagentoToken": { other_right_of_token: "contrast_key" },
  "plan/keys/magento#explainSignature": { invented_value_of_integration: "contrast_invented" },
  "plan/keys/key-requests#probeWithoutKey": { same_without_key: "contrast_keyless", root_after_same_without_key: "contrast_path" },
  "plan/keys/key-requests#sendBesideMatrix": { root_as_new_pair: "user_agent" },
  "plan/keys/key-requests#probeUnseen": { pair_never_asked_as: "user_agent" },
  "plan/confirm/refused-to-guests#probeRefusedToGuests": { method_with_key: "contrast_key" },
  "plan/confirm/refused-by-plugin#probeRefusedByPlugin": {
    method_with_key_of_plugin: "contrast_key",
    reading_beside_plugin: "contrast_method",
  },
  "plan/confirm/kind-of-rule#probeAboutRule": { get_with_body_and_put: "contrast_rule" },
  "plan/confirm/cached-refusals#probeBehindCache": {
    passed_before_behind_cache: "still_good",
    visitors_at_unseen_address: "contrast_cache",
  },
  "plan/confirm/unconfirmed-refusals#probeUnconfirmed": { unconfirmed_refusal_again: "repeat" },
  "plan/confirm/unconfirmed-failures#settleDoubts": { unconfirmed_failure_again: "repeat" },
  "plan/confirm/unconfirmed-failures#tryAfterMoment": { after_a_moment: "repeat" },
  "plan/send/turns#probeInTurns": { servers_in_turns: "in_turns" },
  "plan/send/turns#probeEachServer": { each_server: "each_server" },
  "retest#retestKeys": { retest_of_key: "repeat" },
  "retest#rebuild": { retest_of_cause: "repeat" },
} as const;

type RulesOf<Function> = Function extends unknown ? keyof Function : never;
type ReasonsOf<Function> = Function extends unknown ? Function[keyof Function] : never;
type Functions = (typeof RULES_BY_FUNCTION)[keyof typeof RULES_BY_FUNCTION];

/** Stored with each request. */
export type AskRule = RulesOf<Functions>;
export type AskReason = ReasonsOf<Functions>;

export const ASK_RULES = Object.fromEntries(
  Object.entries(RULES_BY_FUNCTION).flatMap(([askedBy, rules]) =>
    Object.entries(rules).map(([rule, reason]): [string, { reason: AskReason; askedBy: string }] => [rule, { reason, askedBy }]),
  ),
) as Readonly<Record<AskRule, { reason: AskReason; askedBy: string }>>;

export const ASK_REASONS = [...new Set(Object.values(ASK_RULES).map(({ reason }) => reason))];

const isRule = (code: string): code is AskRule => Object.hasOwn(ASK_RULES, code);

/** The reason of a stored request, including old checks; null for an unknown code. */
export function reasonOf(code: string): AskReason | null {
  if (isRule(code)) return ASK_RULES[code].reason;
  if (code === "canary") return "dummy_credential";
  return ASK_REASONS.find((reason) => reason === code) ?? null;
}
