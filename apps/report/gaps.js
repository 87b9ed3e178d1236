// SPDX-License-Identifier: Apache-2.0
// The gap list: filters, sums, sorting, and the rows as a CSV file.

function measuredText(gap) {
  return isNumber(gap.measured) ? withUnit(formatNumber(gap.measured), gap.measured_unit) : NONE;
}

function shortfallText(gap) {
  if (!isNumber(gap.shortfall)) return NONE;
  return withDifferenceUnit(formatNumber(gap.shortfall), gap.measured_unit);
}

function nearestText(gap) {
  if (!gap.nearest_asset) return null;
  return gap.nearest_asset + (isNumber(gap.nearest_distance_m) ? ", " + formatDistance(gap.nearest_distance_m) : "");
}

class GapList {
  constructor(data, map) {
    this.data = data;
    this.map = map;
    this.colours = kindColours([...new Set(data.gaps.features.map((feature) => feature.properties?.kind ?? ""))].sort());
    this.names = new Map(data.units.map((unit) => [unitKey(unit.level, unit.code), unitName(unit)]));
    this.told = [...data.levels].reverse().map((level) => namedUnits(data, level).length !== 1);
    this.titles = new Map(data.indicators.map((indicator) => [indicator.id, indicator.title_en]));
    this.rows = data.gaps.features.map((feature, index) => this.row(feature.properties ?? {}, index));
    this.filter = { kind: "", criterion: "", unit: "", text: "" };
    this.sums = h("p", { class: "sums", role: "status" });
    this.table = this.makeTable();
    byId("gaps-body").append(...[this.cutNote(), this.filters(), this.sums, this.table.element].filter(Boolean));
    this.apply();
  }

  row(gap, index) {
    const codes = this.data.levels.map((level) => gap["admin_" + level] ?? "");
    const where = codes.map((code, level) => this.names.get(unitKey(this.data.levels[level], code)) ?? code).reverse();
    const text = [gap.id, gap.name, gap.kind, gap.criterion, gap.reason_text, gap.remedy, gap.nearest_asset, ...where, ...codes]
      .filter(Boolean).join("\n").toLowerCase();
    return { gap, index, codes, where, text };
  }

  cutNote() {
    const total = gapsTotal(this.data);
    if (total <= this.rows.length) return null;
    return h("p", { class: "note" }, "This page carries the " + formatInteger(this.rows.length) + " gaps that concern most people, of " +
      formatInteger(total) + "." + this.completeLists());
  }

  /// Which of the delivered files hold every gap.
  completeLists() {
    const names = listOf(this.data.files).map((file) => file.name)
      .filter((name) => /^(results\.gpkg|(gaps|gap_points|gap_areas)\.(geojson|csv|fgb))$/.test(name));
    return names.length === 0 ? "" : " The complete list is in " + names.join(", ") + ".";
  }

  options(all, values, text) {
    return [{ value: "", text: all }, ...values.map((value) => ({ value, text: text(value) }))];
  }

  filters() {
    const distinct = (key) => [...new Set(this.rows.map((row) => row.gap[key] ?? ""))].filter(Boolean).sort(sorter.compare);
    const set = (key) => (value) => {
      this.filter[key] = value;
      this.apply();
    };
    this.kind = select(this.options("All kinds", distinct("kind"), inWords), set("kind"));
    this.criterion = select(this.options("All criteria", distinct("criterion"),
      (id) => id + " " + (this.titles.get(id) ?? "")), set("criterion"));
    this.unit = select([{ value: "", text: "All units" }], set("unit"));
    this.addUnitOptions();
    this.find = h("input", { type: "search", placeholder: "name, reason, remedy, asset", input: () =>
      set("text")(this.find.value.trim().toLowerCase()) });
    return h("div", { class: "filters" }, field("Kind", this.kind), field("Criterion", this.criterion), field("Unit", this.unit),
      field("Find", this.find), h("button", { type: "button", click: () => this.reset() }, "Show all"),
      h("button", { type: "button", click: () => this.save() }, "Save these rows as CSV"));
  }

  // Only units that have gaps, level by level.
  addUnitOptions() {
    this.data.levels.forEach((level, at) => {
      const codes = [...new Set(this.rows.map((row) => row.codes[at]))].filter((code) => code !== "");
      const label = (code) => this.names.get(unitKey(level, code)) ?? code;
      codes.sort((a, b) => sorter.compare(label(a), label(b)));
      if (this.rows.some((row) => row.codes[at] === "")) codes.push("");
      this.unit.append(h("optgroup", { label: inWords(level) }, codes.map((code) =>
        h("option", { value: at + ":" + code }, code === "" ? "(outside every unit)" : label(code)))));
    });
  }

  reset() {
    this.filter = { kind: "", criterion: "", unit: "", text: "" };
    for (const control of [this.kind, this.criterion, this.unit, this.find]) control.value = "";
    this.apply();
  }

  // Called from other parts of the page: the gaps of a criterion, or of a unit.
  list({ criterion, unit }) {
    this.reset();
    if (criterion) this.filter.criterion = this.criterion.value = criterion;
    if (unit) this.filter.unit = this.unit.value = this.data.levels.indexOf(unit.level) + ":" + (unit.code ?? "");
    this.apply();
    byId("gaps").scrollIntoView({ block: "start" });
    this.kind.focus({ preventScroll: true });
  }

  matches(row) {
    const { kind, criterion, unit, text } = this.filter;
    if (unit) {
      const at = unit.indexOf(":");
      if (row.codes[Number(unit.slice(0, at))] !== unit.slice(at + 1)) return false;
    }
    return (!kind || row.gap.kind === kind) && (!criterion || row.gap.criterion === criterion) && row.text.includes(text);
  }

  apply() {
    const rows = this.rows.filter((row) => this.matches(row));
    const sum = (key) => rows.reduce((total, row) => total + (isNumber(row.gap[key]) ? row.gap[key] : 0), 0);
    const criteria = new Set(rows.map((row) => row.gap.criterion)).size;
    this.sums.replaceChildren(h("strong", {}, plural(rows.length, "gap", "gaps")), " · ",
      h("strong", {}, formatInteger(sum("residents"))), " residents and ", h("strong", {}, formatInteger(sum("households"))),
      " households affected", criteria > 1 ? h("span", { class: "unit" },
        " (summed over criteria: who is missed by two of them is counted twice)") : "");
    this.table.show(rows);
  }

  makeTable() {
    const by = (key) => (row) => row.gap[key] ?? null;
    const residents = { label: "Residents", numeric: true, first: "descending", value: by("residents"),
      cell: (row) => formatInteger(row.gap.residents) };
    const columns = [
      { label: "What", value: (row) => row.gap.name || row.gap.id, className: "what", cell: (row) => this.what(row) },
      { label: "Where", value: (row) => row.where.join(" "), cell: (row) => this.place(row) },
      { label: "How far short", first: "descending", value: by("shortfall"), cell: (row) => this.lack(row.gap) },
      { label: "Why", value: by("reason"), cell: (row) => row.gap.reason_text || inWords(row.gap.reason) || NONE },
      { label: "Remedy", cell: (row) => this.remedy(row.gap) },
      residents,
    ];
    return new PagedTable({ caption: "Gaps", className: "gaps", pageSize: 25, columns, sortColumn: residents, onRow: (row) => this.map.showGap(row.index),
      empty: this.rows.length === 0 ? "No gaps were found." : "No gap matches.", noun: "gaps" });
  }

  what({ gap }) {
    return [h("span", { class: "gap-name" }, swatch(this.colours.get(gap.kind ?? ""), true), gap.name || gap.id),
      h("span", { class: "unit below" }, inWords(gap.kind) + (gap.criterion ? " · " + gap.criterion : ""))];
  }

  place(row) {
    const show = this.map.canShow(row.index) ? h("button", { type: "button", class: "link",
      "aria-label": "Show " + (row.gap.name || row.gap.id) + " on the map", click: () => this.map.showGap(row.index) },
    "Show on map") : null;
    const where = row.codes.some(Boolean) ? row.where.filter((name, at) => name && this.told[at]).join(", ") : "(outside every unit)";
    return [where, h("span", { class: "below" }, show)];
  }

  lack(gap) {
    return [h("span", { class: "strong" }, shortfallText(gap) === NONE ? "" : shortfallText(gap) + " short"),
      isNumber(gap.measured) ? h("span", { class: "below unit" }, "Measured " + measuredText(gap)) : null,
      gap.requirement ? h("span", { class: "below unit" }, "Asked: " + gap.requirement) : null];
  }

  remedy(gap) {
    return [gap.remedy || NONE, nearestText(gap) ? h("span", { class: "below unit" }, "Nearest: " + nearestText(gap)) : null];
  }

  save() {
    const csv = gapsAsCsv(this.table.sorted.map((row) => row.gap));
    const address = URL.createObjectURL(new Blob(["\ufeff" + csv], { type: "text/csv" }));
    const link = h("a", { href: address, download: "gaps-selected.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
}

// A text that a spreadsheet would take for a formula is marked as text.
function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(String(value)) ? "'" + value : String(value);
  return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

function gapsAsCsv(gaps) {
  const columns = [...new Set(gaps.flatMap((gap) => Object.keys(gap)))];
  const lines = [columns, ...gaps.map((gap) => columns.map((column) => gap[column]))];
  return lines.map((line) => line.map(csvCell).join(",") + "\r\n").join("");
}

