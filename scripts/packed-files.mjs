// The files of a build that browsers keep, packed once and as small as can be: Brotli at its best makes them 12 % smaller than gzip does, and takes
// too long for doing it while somebody waits.
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import Negotiator from "negotiator";

const { BROTLI_PARAM_MODE: MODE, BROTLI_PARAM_SIZE_HINT: SIZE, BROTLI_MODE_TEXT: TEXT } = zlib.constants;
/** Smaller ones fit into what the network sends at once. */
const PACKED_FROM_BYTES = 1_000;
const TYPES = { ".js": "text/javascript; charset=UTF-8", ".css": "text/css; charset=UTF-8", ".svg": "image/svg+xml" };
/** The better one first. */
const PACKINGS = [
  {
    encoding: "br",
    suffix: ".br",
    pack: (bytes) => promisify(zlib.brotliCompress)(bytes, { params: { [MODE]: TEXT, [SIZE]: bytes.length } }),
  },
  { encoding: "gzip", suffix: ".gz", pack: (bytes) => promisify(zlib.gzip)(bytes, { level: 9 }) },
];
const ENCODINGS = PACKINGS.map(({ encoding }) => encoding);

const listFiles = (folder) => fs.readdirSync(folder, { recursive: true, encoding: "utf8" });

/** Packs the texts in `folder`, each into files beside it. */
export async function packFiles(folder) {
  const packOne = async (file) => {
    const bytes = await fs.promises.readFile(file);
    if (bytes.length < PACKED_FROM_BYTES) return;
    for (const { suffix, pack } of PACKINGS) await fs.promises.writeFile(file + suffix, await pack(bytes));
  };
  const texts = listFiles(folder).filter((name) => path.extname(name) in TYPES);
  await Promise.all(texts.map((name) => packOne(path.join(folder, name))));
}

/**
 * Leads requests for files of `folder`, which is served under `prefix`, to the packed ones that the browser takes, and names type and encoding on
 * the answer. Returns whether it did.
 */
export function createPackedFiles(folder, prefix) {
  const packed = new Set(fs.existsSync(folder) ? listFiles(folder) : []);
  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  return function leadToPacked(request, response) {
    const [address = "", ...query] = (request.url ?? "").split("?");
    if (!address.startsWith(prefix)) return false;
    const name = address.slice(prefix.length);
    const type = TYPES[path.extname(name)];
    if (type === undefined || !packed.has(name + PACKINGS[0].suffix)) return false;
    response.setHeader("vary", "Accept-Encoding");
    const [best] = new Negotiator(request).encodings(ENCODINGS, { preferred: ENCODINGS });
    const packing = PACKINGS.find(({ encoding }) => encoding === best);
    if (!packing) return false;
    request.url = [address + packing.suffix, ...query].join("?");
    response.setHeader("content-type", type);
    response.setHeader("content-encoding", packing.encoding);
    return true;
  };
}
