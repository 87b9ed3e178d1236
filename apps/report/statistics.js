// SPDX-License-Identifier: Apache-2.0
// Coverage statistics: what share of what is covered, by service, threshold and unit.

const METRICS = { rsrp: "Level", sinr: "SINR", criteria: "Radio test", dl_mbps: "Downlink", ul_mbps: "Uplink" };

const QUANTITIES = { area_km2: { text: "Area", unit: "km²" }, people: { text: "People", decimals: 0 },
  households: { text: "Households", decimals: 0 }, premises: { text: "Premises", decimals: 0 },
  dwellings: { text: "Dwellings", decimals: 0 }, road_km: { text: "Roads", unit: "km" },
  key_places: { text: "Key places", decimals: 0 }, villages: { text: "Villages", decimals: 0 } };

function quantityText(quantity) {
  const known = QUANTITIES[quantity.quantity]?.text ?? inWords(quantity.quantity);
  if (quantity.kind === null || quantity.kind === undefined) return known;
  return known + ": " + (plainWords(quantity.kind) || "no kind given");
}

function serviceText(test) {
  const technology = SHORT_WORDS[test.technology.toLowerCase()] ?? test.technology;
  return test.operator === "any" ? technology : technology + ", " + (test.operator || "no operator named");
}

function testLabel(test) {
  const metric = METRICS[test.metric] ?? inWords(test.metric);
  return isNumber(test.threshold) ? metric + " ≥" + THIN + formatNumber(test.threshold) + SPACE + test.unit : metric;
}

function testTitle(test, profile) {
  if (test.metric !== "criteria") return null;
  const limits = test.technology === "NR" ? profile.nr_test : profile.lte_test;
  return limits ? "the criteria's: at least " + formatNumber(limits.rsrp_dbm) + " dBm and " + formatNumber(limits.sinr_db) + " dB" : null;
}

function shareOf(row, index) {
  return row.total > 0 ? 100 * (row.covered[index] / row.total) : null;
}

function shareCell(share) {
  if (!isNumber(share)) return NONE;
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  bar.style.width = Math.min(100, share) + "%";
  return h("span", { class: "share" }, bar, h("span", {}, formatAgainst(share, 100) + THIN + "%"));
}

class StatisticsTable {
  constructor(data) {
    this.statistics = data.statistics;
    this.profile = data.profile;
    this.services = [...new Set(this.statistics.tests.map(serviceText))];
    this.units = [...new Set(this.statistics.rows.map((row) => unitKey(row.level, row.code)))];
    this.state = { service: this.services[0], unit: this.units[0], quantity: "" };
    this.place = h("div");
    this.element = h("div", {}, this.filters(), this.place);
    this.draw();
  }

  filters() {
    const choose = (name) => (value) => {
      this.state[name] = value;
      this.draw();
    };
    const nameOf = (key) => unitName(this.statistics.rows.find((row) => unitKey(row.level, row.code) === key));
    const level = this.statistics.rows.find((row) => row.level !== "")?.level;
    const units = this.units.map((key) => ({ value: key, text: nameOf(key) }));
    if (level) units.splice(1, 0, { value: "", text: "Each " + level });
    const quantities = this.statistics.quantities.map((quantity, index) => ({ value: String(index), text: quantityText(quantity) }))
      .filter((option) => this.statistics.rows.some((row) => String(row.quantity) === option.value));
    return h("div", { class: "filters" },
      this.services.length > 1 ? field("Service", select(this.services.map((text) => ({ value: text, text })), choose("service"))) : null,
      field("Where", select(units, choose("unit"))),
      field("Of what", select([{ value: "", text: "everything" }, ...quantities], choose("quantity"))));
  }

  isShown(row) {
    const { unit, quantity } = this.state;
    return (unit === "" ? row.level !== "" : unitKey(row.level, row.code) === unit) &&
      (quantity === "" || String(row.quantity) === quantity);
  }

  draw() {
    const { statistics, state } = this;
    const quantityOf = (row) => statistics.quantities[row.quantity];
    const tests = statistics.tests.map((test, index) => ({ test, index })).filter(({ test }) => serviceText(test) === state.service);
    const what = { label: "Of what", value: (row) => row.quantity, cell: (row) => h("span", { class: "unit-name" }, quantityText(quantityOf(row))) };
    const where = { label: "Unit", value: unitName, cell: (row) => h("span", { class: "unit-name" }, unitName(row)) };
    const total = { label: "Total", numeric: true, first: "descending", value: (row) => row.total, cell: (row) => {
      const known = QUANTITIES[quantityOf(row).quantity];
      return formatNumber(row.total, known?.decimals) + (known?.unit ? SPACE + known.unit : "");
    } };
    const shares = tests.map(({ test, index }) => ({ label: testLabel(test), title: testTitle(test, this.profile), numeric: true,
      first: "descending", value: (row) => shareOf(row, index), cell: (row) => shareCell(shareOf(row, index)) }));
    const table = new PagedTable({ caption: "Covered shares", className: "units statistics", pageSize: 40,
      columns: [...(state.unit === "" ? [where, what] : [what]), total, ...shares], empty: "There is none of it here.", noun: "rows" });
    table.show(statistics.rows.filter((row) => this.isShown(row)));
    this.place.replaceChildren(table.element);
  }
}

function fillStatistics(data) {
  const section = byId("statistics");
  if (listOf(data.statistics?.rows).length === 0) {
    section.hidden = true;
    document.querySelector('.contents a[href="#statistics"]').parentElement.hidden = true;
    return;
  }
  byId("statistics-body").append(new StatisticsTable(data).element);
}

