import { hash } from "node:crypto";

/** Tells versions of an order with the same modification second apart: sha256 of the shop's record as JSON, in hexadecimal. */
export const hashRecord = (json: string): string => hash("sha256", json, "hex");
