// Every rule by which a check sends a request, listed under the function that applies it: what the request shows (messages
// `checks.requests.reason`), and why the rule chose it (`checks.requests.because`).

const RULES_BY_FUNCTION = {
  "plan/search/detect-shop-system#detectShopSystem": { shop_system_of_page: ["detect", "unknown_system"] },
  "plan/search/follow-home-page#followHomePage": { home_page_after_redirect: ["redirect", "was_redirected"] },
  "plan/search/root-baseline#baseline": {
    root_from_each_address: ["baseline", "every_visitor"],
    root_after_redirect: ["redirect", "was_redirected"],
  },
  "plan/search/root-baseline#probeOthersBeforeRedirect": { others_before_redirect: ["baseline", "was_redirected"] },
  "plan/search/root-baseline#probeCircle": { redirect_to_http_and_back: ["redirect", "was_redirected"] },
  "plan/search/root-baseline#probeTurning": { redirect_with_other_query: ["redirect", "was_redirected"] },
  "plan/search/search-working#probeHomePageBehind401": { home_page_behind_401: ["home_page", "always_401"] },
  "plan/search/search-working#probeBehindKey": {
    orders_with_key: ["contrast_key", "root_refused"],
    addresses_with_key: ["baseline", "orders_passed"],
  },
  "plan/search/search-working#probeBesideRoot": {
    orders_beside_root: ["contrast_path", "root_refused"],
    addresses_at_orders: ["baseline", "orders_passed"],
  },
  "plan/search/plan-contrasts#planContrasts": {
    refused_root_other_user_agent: ["contrast_user_agent", "root_refused"],
    refused_root_browser: ["contrast_browser", "root_refused"],
    refused_root_control: ["contrast_control", "root_refused"],
  },
  "plan/search/search-working#probeBehindCache": { refused_root_unseen_address: ["contrast_cache", "same_refusal"] },
  "plan/search/search-api#searchSiblingPaths": { home_page_beside_root: ["home_page", "root_refused"] },
  "plan/search/search-api#searchApi": {
    home_page_of_lost_api: ["home_page", "api_missing"],
    api_under_other_prefix: ["other_place", "api_missing"],
    api_in_other_folder: ["other_place", "api_missing"],
    api_in_other_form: ["other_place", "api_missing"],
    other_shop_system: ["detect", "api_missing"],
  },
  "plan/search/search-api#verifyPathClosed": {
    other_pretty_path: ["contrast_path", "api_missing"],
    api_beside_pretty_path: ["repeat", "api_missing"],
  },
  "plan/search/search-api#probeApiAbove": { api_above_address: ["other_place", "address_of_api"] },
  "plan/vary/concurrent-probes#probeRoot": { other_addresses: ["baseline", "every_visitor"] },
  "plan/vary/visitor-probes#probeOtherUserAgent": {
    other_user_agent: ["user_agent", "every_visitor"],
    other_user_agent_at_unseen_address: ["contrast_cache", "maybe_cached"],
  },
  "plan/vary/vary#probeSequentially": {
    user_agents_after_refusal: ["user_agent", "root_refused"],
    write_to_cloud_shop: ["method", "every_check"],
  },
  "plan/vary/visitor-probes#probeUserAgents": {
    addresses_after_refusal: ["baseline", "root_refused"],
    user_agents_from_each_address: ["user_agent", "every_visitor"],
  },
  "plan/vary/visitor-probes#probeWithKey": { address_let_in_by_key: ["contrast_key", "address_refused"] },
  "plan/vary/method-rounds#probeFirst": { method_first_round: ["method", "methods_twice"] },
  "plan/vary/method-rounds#readResource": { resource_before_methods: ["method", "every_check"] },
  "plan/vary/method-rounds#readWithKey": { resource_with_key: ["contrast_key", "orders_refused"] },
  "plan/vary/method-rounds#probeAsOther": { method_second_round: ["method", "methods_twice"] },
  "plan/vary/method-rounds#probeMethodWithoutKey": { method_without_key: ["method", "key_refused"] },
  "plan/vary/method-contrasts#probeOnceMore": { method_of_opposite_pair: ["method", "methods_twice"] },
  "plan/vary/method-contrasts#probeBetweenOutcomes": { method_between_outcomes: ["contrast_method", "outcomes_differ"] },
  "plan/vary/method-contrasts#probeAllAsPair": { method_as_refused_pair: ["contrast_method", "outcomes_differ"] },
  "plan/vary/method-contrasts#probeRefusedAddresses": { method_from_refused_addresses: ["contrast_method", "method_refused"] },
  "plan/vary/method-contrasts#probeFromControl": {
    method_from_control: ["contrast_control", "method_refused"],
    method_from_addresses_beside_control: ["contrast_method", "method_refused"],
  },
  "plan/vary/method-contrasts#probeFromFurther": { method_from_further_addresses: ["contrast_method", "method_refused"] },
  "plan/vary/method-contrasts#verifyReading": {
    reading_where_method_refused: ["contrast_method", "method_refused"],
    root_where_reading_refused: ["contrast_path", "visitor_refused"],
  },
  "plan/vary/method-contrasts#probeBetweenVisitors": { resource_between_visitors: ["contrast_path", "visitor_refused"] },
  "plan/vary/method-contrasts#probeAsReaders": { method_as_other_reader: ["contrast_method", "visitor_refused"] },
  "plan/vary/method-contrasts#probeRefusedResource": {
    refused_resource_browser: ["contrast_browser", "orders_refused"],
    refused_resource_user_agents: ["contrast_user_agent", "orders_refused"],
    refused_resource_control: ["contrast_control", "orders_refused"],
    refused_resource_addresses: ["contrast_path", "orders_refused"],
  },
  "plan/send/cells#probe": { outcome_again: ["repeat", "failed_once"] },
  "plan/send/cells#probeTroubledAgain": { trouble_again: ["repeat", "failed_once"] },
  "plan/send/cells#verifyRefusal": { chance_again: ["repeat", "failed_once"] },
  "plan/send/cells#probeDeferredAgain": { deferred_refusal_again: ["repeat", "failed_once"] },
  "plan/send/cells#probeCleanRoot": { passing_beside_refusal: ["contrast_cache", "maybe_cached"] },
  "plan/send/still-passing#verifyStillPasses": { passed_before: ["still_good", "maybe_limit"] },
  "plan/send/still-passing#verifyUnaskedPath": { unasked_path: ["contrast_path", "maybe_limit"] },
  "plan/send/still-passing#verifyUnseenUrl": { unseen_address_of_root: ["contrast_cache", "maybe_cached"] },
  "plan/vary/discard-ban-tainted#verifyElsewhere": {
    method_elsewhere_after_ban: ["contrast_path", "after_ban"],
    method_from_control_after_ban: ["contrast_control", "after_ban"],
  },
  "plan/send/substituted-page#verifyNotFoundPage": { unknown_path: ["contrast_path", "own_not_found"] },
  "plan/send/substituted-page#probeOpenForm": { resource_in_open_form: ["contrast_path", "orders_refused"] },
  "plan/send/substituted-page#probeOtherNumber": { plausible_number: ["contrast_path", "orders_refused"] },
  "plan/send/substituted-page#resolveUnclear": { head_of_refused_method: ["contrast_rule", "method_refused"] },
  "plan/keys/test-header#testHeader": {
    dummy_credential: ["dummy_credential", "every_check"],
    dummy_credential_at_unseen_path: ["contrast_cache", "maybe_cached"],
    dummy_credential_elsewhere: ["dummy_credential", "header_missing"],
  },
  "plan/keys/test-header#testQuery": {
    dummy_credential_in_query: ["dummy_credential", "query_ignored"],
    query_at_unseen_path: ["contrast_cache", "maybe_cached"],
  },
  "plan/keys/key-test#readOrders": { read_orders: ["read_orders", "key_given"] },
  "plan/keys/key-test#writeTracking": { write_tracking: ["write_tracking", "key_given"] },
  "plan/keys/prestashop#probeRights": { read_rights: ["read_rights", "key_given"] },
  "plan/keys/prestashop#testPrestashopKey": { key_in_query: ["contrast_key", "key_rejected"] },
  "plan/keys/prestashop#testRights": { record_with_key: ["contrast_key", "write_rejected"] },
  "plan/keys/key-test#unusedPath": { number_with_key: ["contrast_key", "key_given"] },
  "plan/keys/woocommerce#testWooKey": { signature_in_address: ["contrast_key", "key_rejected"] },
  "plan/keys/woocommerce#judge": {
    signature_beside_substituted_page: ["contrast_key", "key_rejected"],
    signature_for_http: ["contrast_key", "key_rejected"],
    signature_for_https: ["contrast_key", "key_rejected"],
    signature_with_invented_key: ["contrast_invented", "key_rejected"],
  },
  "plan/keys/woocommerce#testWriting": { refused_write_read_with_key: ["contrast_key", "write_rejected"] },
  "plan/keys/woocommerce#explainRefusal": { invented_key_or_secret: ["contrast_invented", "key_rejected"] },
  "plan/keys/magento#testMagentoToken": { other_right_of_token: ["contrast_key", "key_rejected"] },
  "plan/keys/magento#explainSignature": { invented_value_of_integration: ["contrast_invented", "key_rejected"] },
  "plan/keys/key-requests#probeWithoutKey": {
    same_without_key: ["contrast_keyless", "key_refused"],
    root_after_same_without_key: ["contrast_path", "key_refused"],
  },
  "plan/keys/key-requests#sendBesideMatrix": { root_as_new_pair: ["user_agent", "every_visitor"] },
  "plan/keys/key-requests#probeUnseen": { pair_never_asked_as: ["user_agent", "every_visitor"] },
  "plan/confirm/refused-to-guests#probeRefusedToGuests": { method_with_key: ["contrast_key", "guests_refused"] },
  "plan/confirm/refused-by-plugin#probeRefusedByPlugin": {
    method_with_key_of_plugin: ["contrast_key", "guests_refused"],
    reading_beside_plugin: ["contrast_method", "guests_refused"],
  },
  "plan/confirm/kind-of-rule#probeAboutRule": { get_with_body_and_put: ["contrast_rule", "method_refused"] },
  "plan/confirm/cached-refusals#probeBehindCache": {
    passed_before_behind_cache: ["still_good", "maybe_cached"],
    visitors_at_unseen_address: ["contrast_cache", "maybe_cached"],
  },
  "plan/confirm/unconfirmed-refusals#probeUnconfirmed": { unconfirmed_refusal_again: ["repeat", "few_refusals"] },
  "plan/confirm/unconfirmed-failures#settleDoubts": {
    unconfirmed_failure_again: ["repeat", "few_refusals"],
    page_beside_again: ["repeat", "few_refusals"],
  },
  "plan/confirm/one-of-several#repeatTurns": { turns_again: ["in_turns", "changes"] },
  "plan/confirm/limit#askInBurst": { limit_again: ["repeat", "maybe_limit"] },
  "plan/confirm/unconfirmed-failures#tryAfterMoment": { after_a_moment: ["repeat", "passed_later"] },
  "plan/send/turns#probeInTurns": { servers_in_turns: ["in_turns", "changes"] },
  "plan/send/turns#probeEachServer": { each_server: ["each_server", "several_servers"] },
  "retest#retestKeys": { retest_of_key: ["repeat", "tested_again"] },
  "retest#rebuild": { retest_of_cause: ["repeat", "tested_again"] },
} as const;

type RulesOf<Function> = Function extends unknown ? keyof Function : never;
type ExplanationOf<Function> = Function extends unknown ? Function[keyof Function] : never;
type Functions = (typeof RULES_BY_FUNCTION)[keyof typeof RULES_BY_FUNCTION];

/** Stored with each request. */
export type AskRule = RulesOf<Functions>;
export type AskReason = ExplanationOf<Functions>[0];
export type AskBecause = ExplanationOf<Functions>[1];

interface Rule {
  reason: AskReason;
  because: AskBecause;
  askedBy: string;
}

export const ASK_RULES = Object.fromEntries(
  Object.entries(RULES_BY_FUNCTION).flatMap(([askedBy, rules]) =>
    Object.entries<readonly [AskReason, AskBecause]>(rules).map(([rule, [reason, because]]): [string, Rule] => [
      rule,
      { reason, because, askedBy },
    ]),
  ),
) as Readonly<Record<AskRule, Rule>>;

export const ASK_REASONS = [...new Set(Object.values(ASK_RULES).map(({ reason }) => reason))];

const isRule = (code: string): code is AskRule => Object.hasOwn(ASK_RULES, code);

/** Why a rule chose a stored request; null for an unknown code. */
export const becauseOf = (code: string): AskBecause | null => (isRule(code) ? ASK_RULES[code].because : null);

/** The reason of a stored request; null for an unknown code. */
export const reasonOf = (code: string): AskReason | null => (isRule(code) ? ASK_RULES[code].reason : null);
