// SPDX-License-Identifier: Apache-2.0
// What the figures rest on: tests and model details, inputs, what was skipped, delivered files.

const FILE_HELP = [
  [/\.gpkg$/i, "QGIS: drag it into the window; layers come with their styles."],
  [/\.tiff?$/i, "QGIS: drag it into the window; the .qml beside it gives the colours."],
  [/\.(geo)?json(seq|l)?$/i, "QGIS: drag it into the window; any web map reads it too. run.json is a plain record."],
  [/\.csv$/i, "A spreadsheet, UTF-8; QGIS: Layer ▸ Add Layer ▸ Add Delimited Text Layer."],
  [/\.qml$/i, "QGIS style; loaded with the file of the same name."],
  [/\.html$/i, "Any browser, without a network."],
  [/\.toml$/i, "A text editor."],
];

function fileHelp(name) {
  if (/(^|\/)run\.json$/.test(name)) return "A text editor or any program: the record of this run.";
  return FILE_HELP.find(([pattern]) => pattern.test(name))?.[1] ?? "";
}

// Only plain relative names become links.
function fileLink(name) {
  const plain = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/.test(name);
  return h("code", {}, plain ? h("a", { href: name }, name) : name);
}

function simpleTable(caption, headings, rows) {
  return h("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": caption }, h("table", { class: "plain record" },
    h("caption", { class: "unseen" }, caption),
    h("thead", {}, h("tr", {}, headings.map((heading) => h("th", { scope: "col", class: heading.number ? "number" : null }, heading.text)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, at) => at === 0
      ? h("th", { scope: "row" }, cell)
      : h("td", { class: headings[at].number ? "number" : null }, cell)))))));
}

function radioTest(technology, test) {
  if (!test) return null;
  const level = technology === "5G" ? "SS-RSRP" : "RSRP";
  const quality = technology === "5G" ? "SS-SINR" : "SINR";
  const parts = [isNumber(test.rsrp_dbm) ? level + " ≥ " + formatNumber(test.rsrp_dbm) + SPACE + "dBm" : null,
    isNumber(test.sinr_db) ? quality + " ≥ " + formatNumber(test.sinr_db) + SPACE + "dB" : null].filter(Boolean);
  const share = isNumber(test.share) ? " on at least " + formatNumber(test.share * 100) + THIN + "% of a place’s pixels" : "";
  return [technology + " reaches a place when", [parts.join(" and ") + share,
    test.source ? h("span", { class: "below unit" }, test.source) : null, certaintyMark(test.certainty)]];
}

function fillMethod(data) {
  const tests = [radioTest("5G", data.profile.nr_test), radioTest("4G", data.profile.lte_test)].filter(Boolean);
  const area = data.area;
  const details = [...tests, ["Criteria profile", [h("code", {}, data.profile.id ?? ""), " ", data.profile.title_en]],
    ["Scenario", data.scenario_file ? h("code", {}, data.scenario_file) : null], ["Program", data.program],
    ["Coordinate system", area.crs],
    ...listOf(data.model_details).map((detail) => [detail.label, propertyText(detail.value ?? NONE)])];
  byId("method-body").append(definitions(details), h("div", { class: "keys" },
    h("div", {}, h("h3", {}, "Basis of a figure"), definitions(Object.entries(PROVENANCES).map(([name, text]) => [provenanceMark(name), text]))),
    h("div", {}, h("h3", {}, "Certainty of a threshold"), definitions(Object.entries(CERTAINTIES).map(([name, entry]) => [certaintyMark(name), entry.text])))));
}

function skippedItem(entry) {
  const features = listOf(entry.features);
  const head = [h("strong", {}, formatInteger(entry.count ?? features.length)), " from ",
    h("code", {}, [entry.source, entry.layer].filter(Boolean).join(" | ")), ": " + (entry.reason ?? "")];
  if (features.length === 0) return h("li", {}, head);
  return h("li", {}, h("details", {}, h("summary", {}, head),
    h("p", { class: "unit" }, features.map(propertyText).join(", ") + (entry.count > features.length ? ", …" : ""))));
}

function fillInputs(data) {
  const body = byId("inputs-body");
  const inputs = listOf(data.inputs);
  if (inputs.length > 0) {
    body.append(simpleTable("Inputs", [{ text: "Section" }, { text: "Source" }, { text: "Features", number: true }, { text: "SHA-256" }],
      inputs.map((input) => [input.section ?? "", h("code", {}, input.source ?? ""), formatInteger(input.features),
        input.sha256 ? h("code", { class: "hash" }, input.sha256) : NONE])));
  }
  const skipped = listOf(data.skipped);
  body.append(h("h3", {}, "Skipped"), skipped.length === 0
    ? h("p", { class: "note calm" }, "Every feature of every layer was used.")
    : h("ul", { class: "skipped" }, skipped.map(skippedItem)));
  const warnings = listOf(data.warnings);
  if (warnings.length > 0) body.append(h("h3", {}, "Warnings"), h("ul", { class: "warnings" }, warnings.map((text) => h("li", {}, String(text)))));
}

function fillFiles(data) {
  const files = listOf(data.files);
  byId("files").hidden = files.length === 0;
  document.querySelector('nav.contents a[href="#files"]').parentElement.hidden = files.length === 0;
  if (files.length === 0) return;
  byId("files-body").append(simpleTable("Files", [{ text: "File" }, { text: "Holds" }, { text: "Opens with" }],
    files.map((file) => [fileLink(file.name ?? ""), file.title ?? "", fileHelp(file.name ?? "")])));
}

