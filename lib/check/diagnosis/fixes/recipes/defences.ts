import { step } from "@/lib/check/diagnosis/fixes/fix";
import { type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { addressList, cloudflareExpression, userAgentList } from "@/lib/check/diagnosis/fixes/snippets/network";
import { APPLICATION_OF, BOT_PROTECTIONS, hasPanel, isNamedOfMerchant, softwareOf } from "@/lib/check/diagnosis/fixes/software";
import { SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";

type Topic = "addresses" | "challenge" | "methods" | "rate" | "user_agents";

/** One step each, the place in the product's panel (`fixes.steps.<product>_allow`), whatever was refused; only where the product was found. */
export const botProtections = (topic: Topic): readonly Recipe[] =>
  BOT_PROTECTIONS.map((software) =>
    recipe(`${topic}.${software}`, 5, [`${software}_allow`], {
      exceptions: software === "cloudflare_bots" ? [addressList, cloudflareExpression] : [addressList, userAgentList],
      fits: ({ blocker }) => softwareOf(blocker).includes(software),
    }),
  );

/** For a product that is known by name only; `fixes-for.ts` leaves it out where the topic has a recipe of the product's own. */
export const namedProducts = (topic: Topic): readonly Recipe[] => [
  recipe(`${topic}_product.hosting`, 10, ["named_product_allow", "ask_host"], {
    exceptions: [addressList, userAgentList],
    fits: ({ blocker }) => hasPanel(blocker) && !isNamedOfMerchant(blocker),
    onlyWithoutOwn: true,
  }),
  recipe(`${topic}_own_product.hosting`, 10, ["named_product_allow"], {
    fixer: "merchant",
    exceptions: [addressList, userAgentList],
    fits: ({ blocker }) => isNamedOfMerchant(blocker),
    onlyWithoutOwn: true,
  }),
];

/** A plugin or module of the shop that no page names. */
export const insideShop = (topic: Topic): readonly Recipe[] =>
  (["wordpress", "prestashop", "magento"] as const).map((software) =>
    recipe(`${topic}_inside.${software}`, 15, [step("inside_shop", { software }), "unknown_product_allow"], {
      exceptions: [addressList, userAgentList],
      fits: ({ blocker }, { shopSystem }) => blocker === SHOP_SOFTWARE && shopSystem !== null && APPLICATION_OF[shopSystem] === software,
    }),
  );

/** First where no product is known, since the steps of a server help only if that server refused. */
export const unknownProduct = (topic: Topic): Recipe =>
  recipe(`${topic}_unknown.hosting`, 10, ["unknown_product", "unknown_product_allow", "ask_host"], {
    exceptions: [addressList, userAgentList],
    fits: ({ blocker, details }) => blocker === null && details?.["page"] !== undefined,
  });
