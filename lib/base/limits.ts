/** How much foreign text is stored, parsed and shown: one name per limit. Lengths are in characters, unless the name says bytes. */
export const LIMITS = {
  /** An address of a shop, as long as servers and browsers handle reliably. */
  address: 2_000,
  /** Head of an answer: as much as browsers accept. */
  answerHeadBytes: 256 * 1024,
  /** Body of an answer to an import: a hundred orders of a shop with many plugins are about 5 MB. */
  answerBytes: 32 * 1024 * 1024,
  /** What a check reads of a page: shops reveal their system within it. */
  probedText: 400_000,
  /** Larger JSON is reduced to its outline: a check keeps all answers until its end. */
  probedJsonBytes: 16_384,
  /** What a check validates of XML. */
  probedXml: 200_000,
  handshakeAnswerBytes: 16 * 1024,
  /** A shop's approval has five short values. */
  approvalBytes: 4 * 1024,
  /** Shopify's requests to erase list up to ten thousand order ids or so. */
  appWebhookBytes: 1024 * 1024,
  carrierWebhookBytes: 256 * 1024,
  /** Shops send the whole order; only its id is read. */
  shopWebhookBytes: 2 * 1024 * 1024,
  /** A list of tracking numbers that a member imports. */
  importedCsv: 900_000,
  /** Items of an order; an order with more is quarantined. */
  orderLines: 2_000,
  /** A text within an order: a name, an article, a line of an address. */
  orderField: 10_000,
  /** A shop's record of an order, as JSON. */
  orderRecord: 2_000_000,
  /** What is kept of a receiver’s answer to a webhook. */
  webhookAnswer: 2_000,
  /** A message about a report, from the host or the merchant. */
  reportMessage: 4_000,
  /** Answers of a host to one report. */
  reportMessages: 100,
  /** Files of one answer, and what each and all of a report may have. */
  attachments: 3,
  attachmentBytes: 2 * 1024 * 1024,
  reportAttachmentBytes: 20 * 1024 * 1024,
  attachmentName: 80,
  /** What fixed a shop, in the merchant's words. */
  fixAnswer: 1_000,
  /** All header lines of a mail; a mail with more is no reply to ours. */
  mailHead: 200_000,
  /** Items that the page of an order shows. */
  shownLines: 100,
  /** Beginning of a shop's record that a page shows. */
  shownRecord: 20_000,
} as const;
