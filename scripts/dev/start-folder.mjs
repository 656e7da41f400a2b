import path from "node:path";
import { root } from "./typescript.mjs";

/** The data of `npm start`, which other commands look up. */
export const START_FOLDER = path.resolve(root, process.env.MOORING_DATA || ".data/start");
/** Names the running `npm start`, with its `url` and the `database` of its processes. */
export const START_LOCK = path.join(START_FOLDER, "running.json");
