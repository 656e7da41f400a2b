import { cleanText } from "@/lib/base/texts";

const MAX_LENGTH = 100;

/** Cleans and bounds text that the shop reports. */
export const toShortText = (text: string): string => cleanText(text).slice(0, MAX_LENGTH).trim();
