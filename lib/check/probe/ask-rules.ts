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
  platform_of_page: { reason: "detect", askedBy: "detect-platform#detectPlatform" },
  root_from_each_address: { reason: "baseline", askedBy: "root-baseline#baseline" },
  root_after_redirect: { reason: "redirect", askedBy: "root-baseline#baseline" },
  others_before_redirect: { reason: "baseline", askedBy: "root-baseline#askOthersBeforeRedirect" },
  redirect_to_http_and_back: { reason: "redirect", askedBy: "find-redirect-loop#findCircle" },
  redirect_with_other_query: { reason: "redirect", askedBy: "find-redirect-loop#findTurning" },
  home_page_behind_401: { reason: "home_page", askedBy: "working-search#askHomePageBehind401" },
  orders_with_key: { reason: "contrast_key", askedBy: "working-search#findBehindKey" },
  addresses_with_key: { reason: "baseline", askedBy: "working-search#findBehindKey" },
  orders_beside_root: { reason: "contrast_path", askedBy: "working-search#findBesideRoot" },
  addresses_at_orders: { reason: "baseline", askedBy: "working-search#findBesideRoot" },
  refused_root_other_name: { reason: "contrast_user_agent", askedBy: "plan-contrasts#planContrasts" },
  refused_root_browser: { reason: "contrast_browser", askedBy: "plan-contrasts#planContrasts" },
  refused_root_control: { reason: "contrast_control", askedBy: "plan-contrasts#planContrasts" },
  refused_root_unseen_address: { reason: "contrast_cache", askedBy: "working-search#findBehindCache" },
  home_page_beside_root: { reason: "home_page", askedBy: "search-api#searchSiblingPaths" },
  home_page_of_lost_api: { reason: "home_page", askedBy: "search-api#searchApi" },
  api_above_address: { reason: "other_place", askedBy: "search-api#isAddressOfApi" },
  api_under_other_prefix: { reason: "other_place", askedBy: "search-api#searchApi" },
  api_in_other_folder: { reason: "other_place", askedBy: "search-api#searchApi" },
  api_in_other_form: { reason: "other_place", askedBy: "search-api#searchApi" },
  other_shop_system: { reason: "detect", askedBy: "search-api#searchApi" },

  other_addresses: { reason: "baseline", askedBy: "concurrent-probes#askRoot" },
  other_name: { reason: "user_agent", askedBy: "visitor-questions#askOtherName" },
  other_name_at_unseen_address: { reason: "contrast_cache", askedBy: "visitor-questions#askOtherName" },
  names_after_refusal: { reason: "user_agent", askedBy: "factors#probeSequentially" },
  write_to_cloud_shop: { reason: "method", askedBy: "factors#probeSequentially" },
  addresses_after_refusal: { reason: "baseline", askedBy: "visitor-questions#askNames" },
  names_from_each_address: { reason: "user_agent", askedBy: "visitor-questions#askNames" },
  address_let_in_by_key: { reason: "contrast_key", askedBy: "let-in-by-key#letInByKey" },

  method_first_round: { reason: "method", askedBy: "method-rounds#first" },
  resource_before_methods: { reason: "method", askedBy: "method-rounds#readResource" },
  method_second_round: { reason: "method", askedBy: "method-rounds#second" },
  method_without_key: { reason: "method", askedBy: "method-rounds#askAgain" },
  method_of_opposite_pair: { reason: "method", askedBy: "method-contrasts#askOnceMore" },
  method_between_outcomes: { reason: "contrast_method", askedBy: "method-contrasts#contrastOutcomes" },
  method_as_refused_pair: { reason: "contrast_method", askedBy: "method-contrasts#askAllAsPair" },
  method_from_refused_addresses: { reason: "contrast_method", askedBy: "method-contrasts#askRefusedAddresses" },
  method_from_control: { reason: "contrast_control", askedBy: "method-contrasts#contrastControl" },
  method_from_addresses_beside_control: { reason: "contrast_method", askedBy: "method-contrasts#contrastControl" },
  method_from_further_addresses: { reason: "contrast_method", askedBy: "method-contrasts#contrastFurther" },
  reading_where_method_refused: { reason: "contrast_method", askedBy: "method-contrasts#mayRead" },
  root_where_reading_refused: { reason: "contrast_path", askedBy: "method-contrasts#mayRead" },
  resource_between_visitors: { reason: "contrast_path", askedBy: "method-contrasts#contrastVisitors" },
  refused_resource_browser: { reason: "contrast_browser", askedBy: "method-contrasts#contrastResource" },
  refused_resource_names: { reason: "contrast_user_agent", askedBy: "method-contrasts#contrastResource" },
  refused_resource_control: { reason: "contrast_control", askedBy: "method-contrasts#contrastResource" },
  refused_resource_addresses: { reason: "contrast_path", askedBy: "method-contrasts#contrastResource" },

  outcome_again: { reason: "repeat", askedBy: "cell-executor#cell" },
  trouble_again: { reason: "repeat", askedBy: "ask-again#askTroubledAgain" },
  chance_again: { reason: "repeat", askedBy: "ask-again#isRefusedAgain" },
  deferred_refusal_again: { reason: "repeat", askedBy: "ask-again#repeatDeferred" },
  passing_beside_refusal: { reason: "contrast_cache", askedBy: "cell-executor#findCleanRoot" },
  passed_before: { reason: "still_good", askedBy: "still-good#isGood" },
  unasked_path: { reason: "contrast_path", askedBy: "still-good#isLetInElsewhere" },
  unseen_address_of_root: { reason: "contrast_cache", askedBy: "still-good#isKept" },
  method_elsewhere_after_ban: { reason: "contrast_path", askedBy: "discard-ban-tainted#isRefusedElsewhere" },
  method_from_control_after_ban: { reason: "contrast_control", askedBy: "discard-ban-tainted#isRefusedElsewhere" },
  unknown_path: { reason: "contrast_path", askedBy: "substituted-page#isSubstitutedNotFound" },
  resource_in_open_form: { reason: "contrast_path", askedBy: "substituted-page#findOpenForm" },
  plausible_number: { reason: "contrast_path", askedBy: "substituted-page#findOtherNumber" },
  head_of_refused_method: { reason: "contrast_rule", askedBy: "substituted-page#resolveUnclear" },

  dummy_credential: { reason: "dummy_credential", askedBy: "keys/test-header#testHeader" },
  dummy_credential_at_unseen_path: { reason: "contrast_cache", askedBy: "keys/test-header#testHeader" },
  dummy_credential_elsewhere: { reason: "dummy_credential", askedBy: "keys/test-header#testHeader" },
  dummy_credential_in_query: { reason: "dummy_credential", askedBy: "keys/test-header#testQuery" },
  query_at_unseen_path: { reason: "contrast_cache", askedBy: "keys/test-header#testQuery" },
  read_orders: { reason: "read_orders", askedBy: "keys/key-test#readOrders" },
  write_tracking: { reason: "write_tracking", askedBy: "keys/key-test#writeTracking" },
  read_rights: { reason: "read_rights", askedBy: "keys/prestashop#askRights" },
  key_in_query: { reason: "contrast_key", askedBy: "keys/prestashop#testPrestashopKey" },
  record_with_key: { reason: "contrast_key", askedBy: "keys/prestashop#testRights" },
  number_with_key: { reason: "contrast_key", askedBy: "keys/key-test#unusedPath" },
  signature_in_address: { reason: "contrast_key", askedBy: "keys/woocommerce#testWooKey" },
  signature_beside_substituted_page: { reason: "contrast_key", askedBy: "keys/woocommerce#judge" },
  signature_for_http: { reason: "contrast_key", askedBy: "keys/woocommerce#judge" },
  signature_for_https: { reason: "contrast_key", askedBy: "keys/woocommerce#judge" },
  signature_with_invented_key: { reason: "contrast_invented", askedBy: "keys/woocommerce#judge" },
  refused_write_read_with_key: { reason: "contrast_key", askedBy: "keys/woocommerce#testWriting" },
  invented_key_or_secret: { reason: "contrast_invented", askedBy: "keys/woocommerce#explainRefusal" },
  other_right_of_token: { reason: "contrast_key", askedBy: "keys/magento#testMagentoToken" },
  invented_value_of_integration: { reason: "contrast_invented", askedBy: "keys/magento#explainSignature" },
  same_without_key: { reason: "contrast_keyless", askedBy: "experiment#askWithoutKey" },
  root_after_same_without_key: { reason: "contrast_path", askedBy: "experiment#askWithoutKey" },
  root_as_new_pair: { reason: "user_agent", askedBy: "experiment#askAtWorking" },
  pair_never_asked_as: { reason: "user_agent", askedBy: "experiment#askUnseen" },

  method_with_key_of_plugin: { reason: "contrast_key", askedBy: "refused-by-plugin#askWithKey" },
  reading_beside_plugin: { reason: "contrast_method", askedBy: "refused-by-plugin#findRefusedByPlugin" },
  get_with_body_and_put: { reason: "contrast_rule", askedBy: "rule-questions#askAboutRule" },
  passed_before_behind_cache: { reason: "still_good", askedBy: "cached-refusals#askBehindCache" },
  visitors_at_unseen_address: { reason: "contrast_cache", askedBy: "cached-refusals#askBehindCache" },
  unconfirmed_refusal_again: { reason: "repeat", askedBy: "unconfirmed-refusals#askUnconfirmed" },
  servers_in_turns: { reason: "in_turns", askedBy: "turns#askInTurns" },
  each_server: { reason: "each_server", askedBy: "turns#askEachServer" },

  retest_of_key: { reason: "repeat", askedBy: "experiment#startAt" },
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
