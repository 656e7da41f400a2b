/** Why a request is made, in the words of the request list (messages `checks.requests.reason`). Checks that were stored before rules had codes hold these. */
export const ASK_REASONS = [
  "baseline",
  "redirect",
  "user_agent",
  "method",
  "repeat",
  "still_good",
  "in_turns",
  "each_server",
  "contrast_user_agent",
  "contrast_browser",
  "contrast_control",
  "contrast_path",
  "contrast_method",
  "contrast_cache",
  "contrast_rule",
  "home_page",
  "other_place",
  "detect",
  "dummy_credential",
  "read_orders",
  "read_rights",
  "write_tracking",
  "contrast_key",
  "contrast_keyless",
  "contrast_invented",
] as const;
export type AskReason = (typeof ASK_REASONS)[number];

interface Rule {
  reason: AskReason;
  /** The one function that asks by this rule, as `file#function` below this folder. */
  askedBy: string;
}

/** Every rule by which a check asks something. The code is stored with the request. */
export const ASK_RULES = {
  platform_of_page: { reason: "detect", askedBy: "plan/detect-platform#detectPlatform" },
  root_from_each_address: { reason: "baseline", askedBy: "plan/root-baseline#baseline" },
  root_after_redirect: { reason: "redirect", askedBy: "plan/root-baseline#baseline" },
  others_before_redirect: { reason: "baseline", askedBy: "plan/root-baseline#askOthersBeforeRedirect" },
  redirect_to_http_and_back: { reason: "redirect", askedBy: "plan/root-baseline#findCircle" },
  redirect_with_other_query: { reason: "redirect", askedBy: "plan/root-baseline#findTurning" },
  home_page_behind_401: { reason: "home_page", askedBy: "plan/working-search#askHomePageBehind401" },
  orders_with_key: { reason: "contrast_key", askedBy: "plan/working-search#findBehindKey" },
  addresses_with_key: { reason: "baseline", askedBy: "plan/working-search#findBehindKey" },
  orders_beside_root: { reason: "contrast_path", askedBy: "plan/working-search#findBesideRoot" },
  addresses_at_orders: { reason: "baseline", askedBy: "plan/working-search#findBesideRoot" },
  refused_root_other_name: { reason: "contrast_user_agent", askedBy: "plan/plan-contrasts#planContrasts" },
  refused_root_browser: { reason: "contrast_browser", askedBy: "plan/plan-contrasts#planContrasts" },
  refused_root_control: { reason: "contrast_control", askedBy: "plan/plan-contrasts#planContrasts" },
  refused_root_unseen_address: { reason: "contrast_cache", askedBy: "plan/working-search#findBehindCache" },
  home_page_beside_root: { reason: "home_page", askedBy: "plan/search-api#searchSiblingPaths" },
  home_page_of_lost_api: { reason: "home_page", askedBy: "plan/search-api#searchApi" },
  api_above_address: { reason: "other_place", askedBy: "plan/search-api#isAddressOfApi" },
  api_under_other_prefix: { reason: "other_place", askedBy: "plan/search-api#searchApi" },
  api_in_other_folder: { reason: "other_place", askedBy: "plan/search-api#searchApi" },
  api_in_other_form: { reason: "other_place", askedBy: "plan/search-api#searchApi" },
  other_shop_system: { reason: "detect", askedBy: "plan/search-api#searchApi" },

  other_addresses: { reason: "baseline", askedBy: "plan/concurrent-probes#askRoot" },
  other_name: { reason: "user_agent", askedBy: "plan/visitor-questions#askOtherName" },
  other_name_at_unseen_address: { reason: "contrast_cache", askedBy: "plan/visitor-questions#askOtherName" },
  names_after_refusal: { reason: "user_agent", askedBy: "plan/factors#probeSequentially" },
  write_to_cloud_shop: { reason: "method", askedBy: "plan/factors#probeSequentially" },
  addresses_after_refusal: { reason: "baseline", askedBy: "plan/visitor-questions#askNames" },
  names_from_each_address: { reason: "user_agent", askedBy: "plan/visitor-questions#askNames" },
  address_let_in_by_key: { reason: "contrast_key", askedBy: "plan/visitor-questions#letIn" },

  method_first_round: { reason: "method", askedBy: "plan/method-rounds#first" },
  resource_before_methods: { reason: "method", askedBy: "plan/method-rounds#readResource" },
  method_second_round: { reason: "method", askedBy: "plan/method-rounds#askAsOther" },
  method_without_key: { reason: "method", askedBy: "plan/method-rounds#askAgain" },
  method_of_opposite_pair: { reason: "method", askedBy: "plan/method-contrasts#askOnceMore" },
  method_between_outcomes: { reason: "contrast_method", askedBy: "plan/method-contrasts#contrastOutcomes" },
  method_as_refused_pair: { reason: "contrast_method", askedBy: "plan/method-contrasts#askAllAsPair" },
  method_from_refused_addresses: { reason: "contrast_method", askedBy: "plan/method-contrasts#askRefusedAddresses" },
  method_from_control: { reason: "contrast_control", askedBy: "plan/method-contrasts#contrastControl" },
  method_from_addresses_beside_control: { reason: "contrast_method", askedBy: "plan/method-contrasts#contrastControl" },
  method_from_further_addresses: { reason: "contrast_method", askedBy: "plan/method-contrasts#contrastFurther" },
  reading_where_method_refused: { reason: "contrast_method", askedBy: "plan/method-contrasts#mayRead" },
  root_where_reading_refused: { reason: "contrast_path", askedBy: "plan/method-contrasts#mayRead" },
  resource_between_visitors: { reason: "contrast_path", askedBy: "plan/method-contrasts#contrastVisitors" },
  refused_resource_browser: { reason: "contrast_browser", askedBy: "plan/method-contrasts#contrastResource" },
  refused_resource_names: { reason: "contrast_user_agent", askedBy: "plan/method-contrasts#contrastResource" },
  refused_resource_control: { reason: "contrast_control", askedBy: "plan/method-contrasts#contrastResource" },
  refused_resource_addresses: { reason: "contrast_path", askedBy: "plan/method-contrasts#contrastResource" },

  outcome_again: { reason: "repeat", askedBy: "plan/cells#ask" },
  trouble_again: { reason: "repeat", askedBy: "plan/ask-again#askTroubledAgain" },
  chance_again: { reason: "repeat", askedBy: "plan/ask-again#isRefusedAgain" },
  deferred_refusal_again: { reason: "repeat", askedBy: "plan/ask-again#repeatDeferred" },
  passing_beside_refusal: { reason: "contrast_cache", askedBy: "plan/cells#findCleanRoot" },
  passed_before: { reason: "still_good", askedBy: "plan/still-good#isGood" },
  unasked_path: { reason: "contrast_path", askedBy: "plan/still-good#isLetInElsewhere" },
  unseen_address_of_root: { reason: "contrast_cache", askedBy: "plan/still-good#isKept" },
  method_elsewhere_after_ban: { reason: "contrast_path", askedBy: "plan/discard-ban-tainted#isRefusedElsewhere" },
  method_from_control_after_ban: { reason: "contrast_control", askedBy: "plan/discard-ban-tainted#isRefusedElsewhere" },
  unknown_path: { reason: "contrast_path", askedBy: "plan/substituted-page#isSubstitutedNotFound" },
  resource_in_open_form: { reason: "contrast_path", askedBy: "plan/substituted-page#findOpenForm" },
  plausible_number: { reason: "contrast_path", askedBy: "plan/substituted-page#findOtherNumber" },
  head_of_refused_method: { reason: "contrast_rule", askedBy: "plan/substituted-page#resolveUnclear" },

  dummy_credential: { reason: "dummy_credential", askedBy: "plan/keys/test-header#testHeader" },
  dummy_credential_at_unseen_path: { reason: "contrast_cache", askedBy: "plan/keys/test-header#testHeader" },
  dummy_credential_elsewhere: { reason: "dummy_credential", askedBy: "plan/keys/test-header#testHeader" },
  dummy_credential_in_query: { reason: "dummy_credential", askedBy: "plan/keys/test-header#testQuery" },
  query_at_unseen_path: { reason: "contrast_cache", askedBy: "plan/keys/test-header#testQuery" },
  read_orders: { reason: "read_orders", askedBy: "plan/keys/key-test#readOrders" },
  write_tracking: { reason: "write_tracking", askedBy: "plan/keys/key-test#writeTracking" },
  read_rights: { reason: "read_rights", askedBy: "plan/keys/prestashop#askRights" },
  key_in_query: { reason: "contrast_key", askedBy: "plan/keys/prestashop#testPrestashopKey" },
  record_with_key: { reason: "contrast_key", askedBy: "plan/keys/prestashop#testRights" },
  number_with_key: { reason: "contrast_key", askedBy: "plan/keys/key-test#unusedPath" },
  signature_in_address: { reason: "contrast_key", askedBy: "plan/keys/woocommerce#testWooKey" },
  signature_beside_substituted_page: { reason: "contrast_key", askedBy: "plan/keys/woocommerce#judge" },
  signature_for_http: { reason: "contrast_key", askedBy: "plan/keys/woocommerce#judge" },
  signature_for_https: { reason: "contrast_key", askedBy: "plan/keys/woocommerce#judge" },
  signature_with_invented_key: { reason: "contrast_invented", askedBy: "plan/keys/woocommerce#judge" },
  refused_write_read_with_key: { reason: "contrast_key", askedBy: "plan/keys/woocommerce#testWriting" },
  invented_key_or_secret: { reason: "contrast_invented", askedBy: "plan/keys/woocommerce#explainRefusal" },
  other_right_of_token: { reason: "contrast_key", askedBy: "plan/keys/magento#testMagentoToken" },
  invented_value_of_integration: { reason: "contrast_invented", askedBy: "plan/keys/magento#explainSignature" },
  same_without_key: { reason: "contrast_keyless", askedBy: "plan/experiment#askWithoutKey" },
  root_after_same_without_key: { reason: "contrast_path", askedBy: "plan/experiment#askWithoutKey" },
  root_as_new_pair: { reason: "user_agent", askedBy: "plan/experiment#askAtWorking" },
  pair_never_asked_as: { reason: "user_agent", askedBy: "plan/experiment#askUnseen" },

  method_with_key_of_plugin: { reason: "contrast_key", askedBy: "plan/refused-by-plugin#askWithKey" },
  reading_beside_plugin: { reason: "contrast_method", askedBy: "plan/refused-by-plugin#findRefusedByPlugin" },
  get_with_body_and_put: { reason: "contrast_rule", askedBy: "plan/rule-questions#askAboutRule" },
  passed_before_behind_cache: { reason: "still_good", askedBy: "plan/cached-refusals#askBehindCache" },
  visitors_at_unseen_address: { reason: "contrast_cache", askedBy: "plan/cached-refusals#askBehindCache" },
  unconfirmed_refusal_again: { reason: "repeat", askedBy: "plan/unconfirmed-refusals#askUnconfirmed" },
  servers_in_turns: { reason: "in_turns", askedBy: "plan/turns#askInTurns" },
  each_server: { reason: "each_server", askedBy: "plan/turns#askEachServer" },

  retest_of_key: { reason: "repeat", askedBy: "plan/experiment#startAt" },
  retest_of_cause: { reason: "repeat", askedBy: "retest#rebuild" },
} as const satisfies Readonly<Record<string, Rule>>;
export type AskRule = keyof typeof ASK_RULES;

const isRule = (code: string): code is AskRule => Object.hasOwn(ASK_RULES, code);

/** The reason of a stored request, of old checks as well; null for a code that is not known. */
export function reasonOf(code: string): AskReason | null {
  if (isRule(code)) return ASK_RULES[code].reason;
  if (code === "canary") return "dummy_credential";
  return ASK_REASONS.find((reason) => reason === code) ?? null;
}
