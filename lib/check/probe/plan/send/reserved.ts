/** Requests of the budget that are kept for what follows. Each number has one meaning. */
export const RESERVED = {
  /** Everything after the roots. */
  afterRoots: 14,
  /** The header test. */
  headerTest: 3,
  /** The header test and that of the key. */
  headerAndKeyTest: 6,
  /** The test of an accepted key, and its contrasts. */
  acceptedKeyTest: 5,
  /** Four methods from a further address, the header test, the keys and a contrast. */
  methodsOfFurtherAddress: 10,
  /** Two methods from a further address, and a contrast. */
  someMethodsOfFurtherAddress: 5,
  /** A method as the opposite pair, and its contrasts. */
  oppositePair: 3,
  /** A method's refusal once more, and its contrasts. */
  refusalOnceMore: 6,
  /** GET, the method, and GET again. */
  proofBesideBan: 3,
} as const;

/** A healthy shop receives at most as many. */
export const HEALTHY_REQUESTS = 12;
/** Requests of a healthy check after its methods, without a key and with one. */
export const HEALTHY_HEADER_TEST = 1;
export const HEALTHY_KEY_TEST = 3;
