// SPDX-License-Identifier: Apache-2.0
// node geojson.cjs MODULES FILE...: every breach of RFC 7946 that two validators find, a line each.
// check-geojson is strict about structure; geojsonhint knows the right-hand rule (§3.1.6), duplicate
// members and the old "crs" as well. MODULES is the folder that holds node_modules.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, ...files] = process.argv.slice(2);
const modules = createRequire(folder + "/");
const { hint } = modules("@mapbox/geojsonhint");
const { check } = modules("@placemarkio/check-geojson");

let faults = 0;
function report(file, message) {
  faults += 1;
  console.log(file + ": " + message);
}

for (const file of files) {
  const text = readFileSync(file, "utf8");
  // Its own advice is 6 decimals; ours are 7, a centimetre.
  for (const fault of hint(text, { precisionWarning: false })) report(file, "geojsonhint: " + fault.message);
  try {
    check(text);
  } catch (error) {
    for (const issue of error.issues ?? [error]) report(file, "check-geojson: " + issue.message);
  }
}
process.exit(faults === 0 ? 0 : 1);
