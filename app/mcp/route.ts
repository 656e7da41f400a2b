import { otherMethods } from "@/lib/api/other-methods";
import { serveTools } from "@/lib/api/tools/serve-tools";

/** Tools for agents (Model Context Protocol). Without sessions there is nothing to GET or DELETE. */
export const POST = serveTools;

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
