// SPDX-License-Identifier: Apache-2.0
// The table of criteria: value against threshold, and the evidence behind each.

const BULLET = { width: 150, height: 26, bar: 8 };

function bulletDomain(indicator) {
  const largest = Math.max(indicator.value ?? 0, indicator.threshold ?? 0);
  if (indicator.unit === "%") return Math.max(100, largest);
  return largest > 0 ? largest * 1.25 : 1;
}

function bulletChart(indicator) {
  const hasValue = isNumber(indicator.value);
  const hasThreshold = isNumber(indicator.threshold) && indicator.comparison !== "report_only";
  if (!hasThreshold && (!hasValue || indicator.unit !== "%")) return null;
  const domain = bulletDomain(indicator);
  const x = (value) => Math.max(0, Math.min(1, value / domain)) * BULLET.width;
  const top = (BULLET.height - BULLET.bar) / 2;
  const label = (hasValue ? formatAgainst(indicator.value, indicator.threshold) : "no value") +
    (hasThreshold ? " against " + formatThreshold(indicator) : "") + ", on a scale from 0 to " + formatNumber(domain);
  const chart = svg("svg", { class: "bullet " + outcomeOf(indicator.outcome), role: "img", "aria-label": label,
    preserveAspectRatio: "none", viewBox: `0 0 ${BULLET.width} ${BULLET.height}`, width: BULLET.width, height: BULLET.height });
  chart.append(svg("rect", { class: "track", x: 0, y: top, width: BULLET.width, height: BULLET.bar, rx: 1 }));
  if (hasThreshold) {
    const atMost = indicator.comparison === "at_most";
    const from = atMost ? 0 : x(indicator.threshold);
    const to = atMost ? x(indicator.threshold) : BULLET.width;
    chart.append(svg("rect", { class: "wanted", x: from, y: top, width: to - from, height: BULLET.bar }));
  }
  if (hasValue) chart.append(svg("rect", { class: "value", x: 0, y: top, width: x(indicator.value), height: BULLET.bar, rx: 1 }));
  if (hasThreshold) {
    const at = Math.min(x(indicator.threshold), BULLET.width - 1);
    chart.append(svg("line", { class: "limit", x1: at, x2: at, y1: 3, y2: BULLET.height - 3 }));
  }
  return chart;
}

function provenances(indicator) {
  const found = new Set(listOf(indicator.inputs).map((input) => input.provenance).filter(Boolean));
  if (found.has("simulated") || found.has("declared")) found.delete("counted");
  return [...found].sort();
}

function marginText(indicator) {
  if (!isNumber(indicator.margin)) return NONE;
  return withDifferenceUnit(formatSigned(indicator.margin, marginDecimals(indicator)), indicator.unit);
}

function inputsTable(indicator) {
  const inputs = listOf(indicator.inputs);
  if (inputs.length === 0) return null;
  return h("table", { class: "plain" }, h("caption", {}, "Figures that the formula reads"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Figure"), h("th", { scope: "col", class: "number" }, "Value"),
      h("th", { scope: "col" }, "Basis"))),
    h("tbody", {}, inputs.map((input) => h("tr", {}, h("th", { scope: "row" }, inWords(input.name)),
      h("td", { class: "number" }, formatNumber(input.value), " ", h("span", { class: "unit" }, input.unit)),
      h("td", {}, input.provenance ? provenanceMark(input.provenance) : NONE)))));
}

// Units of a level whose figure fails although the city's own may pass.
function levelItem(level, nameOf) {
  const counted = level.passed + level.failed + level.not_assessable;
  if (counted === 0) return null;
  const shown = level.failing.slice(0, 8).map(nameOf);
  const more = level.failing.length - shown.length;
  const failing = shown.length === 0 ? "" : ": " + shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
  return h("li", {}, inWords(level.level) + (level.binding ? " (every unit must meet it)" : "") + ": ",
    `${formatInteger(level.passed)} met, `, h("span", { class: level.failed > 0 ? "failing" : null },
      `${formatInteger(level.failed)} not met` + failing),
    level.not_assessable > 0 ? `, ${formatInteger(level.not_assessable)} not assessable` : null);
}

function levelList(indicator, nameOf) {
  if (indicator.comparison === "report_only") return null;
  const items = listOf(indicator.levels).map((level) => levelItem(level, nameOf)).filter(Boolean);
  return items.length === 0 ? null : [h("p", { class: "unseen" }, "By admin unit"), h("ul", { class: "levels" }, items)];
}

// What hides behind the city's outcome, in the row itself.
function failingUnits(indicator) {
  if (indicator.comparison === "report_only") return null;
  const level = listOf(indicator.levels).find((one) => one.failed > 0 && one.passed + one.failed > 1);
  if (!level) return null;
  return h("span", { class: "unit below" },
    `${inWords(level.level)}: ${formatInteger(level.failed)} of ${formatInteger(level.passed + level.failed + level.not_assessable)} not met`);
}

const TRENDS = { better: "▲ better", worse: "▼ worse", same: "= same", rose: "▲ rose", fell: "▼ fell" };

function trendText(indicator) {
  if (!Object.hasOwn(TRENDS, indicator.trend ?? "")) return null;
  return h("span", { class: "unit below trend " + indicator.trend },
    `${TRENDS[indicator.trend]}, was ${formatAgainst(indicator.before, indicator.threshold)}`);
}

function certaintySentence(certainty) {
  if (!certainty) return null;
  const known = Object.hasOwn(CERTAINTIES, certainty) ? CERTAINTIES[certainty].text : null;
  return [certaintyMark(certainty), known ? " " + known : null];
}

function gapButton(indicator, actions) {
  if (!indicator.gap_count) return null;
  return h("p", {}, h("button", { type: "button", class: "link", click: () => actions.listGaps({ criterion: indicator.id }) },
    "Show the " + plural(indicator.gap_count, "gap", "gaps") + " behind this figure"));
}

function evidence(indicator, actions, nameOf) {
  return h("div", { class: "evidence" },
    h("div", {}, indicator.definition ? h("p", { class: "definition" }, indicator.definition) : null,
      indicator.formula ? formulaView(indicator) : null,
      indicator.reason ? h("p", { class: "note" }, indicator.reason) : null, levelList(indicator, nameOf),
      gapButton(indicator, actions)),
    h("div", {}, inputsTable(indicator),
      definitions([["Threshold from", indicator.date ? `${indicator.source} (${indicator.date})` : indicator.source], ["Certainty", certaintySentence(indicator.certainty)]])));
}

function setOpen(group, open) {
  group.querySelector("button.disclose").setAttribute("aria-expanded", String(open));
  group.querySelector("tr.more").hidden = !open;
}

function criterionGroup(indicator, actions, nameOf) {
  const toggle = (event) => setOpen(group, event.currentTarget.getAttribute("aria-expanded") !== "true");
  const outcome = outcomeOf(indicator.outcome);
  const evidenceId = "evidence-" + indicator.id;
  const long = isShortUnit(indicator.unit) ? null : indicator.unit;
  const group = h("tbody", { id: "criterion-" + indicator.id, class: outcome },
    h("tr", { class: "main" },
      h("th", { scope: "row" },
        h("button", { type: "button", class: "disclose", "aria-expanded": "false", "aria-controls": evidenceId, click: toggle },
          h("span", { class: "id" }, indicator.id),
          h("span", { class: "name" }, indicator.title_en, chinese(indicator.title_zh)))),
      h("td", { class: "number strong", "data-label": "Value" },
        withUnit(formatAgainst(indicator.value, indicator.threshold), indicator.unit),
        long && isNumber(indicator.value) ? h("span", { class: "unit below" }, long) : null,
        trendText(indicator)),
      h("td", { class: "chart" }, bulletChart(indicator)),
      h("td", { class: "number", "data-label": "Threshold" }, formatThreshold(indicator)),
      h("td", { class: "number margin", "data-label": "Margin" }, marginText(indicator)),
      h("td", { "data-label": "Outcome" }, outcomeBadge(outcome), failingUnits(indicator)),
      h("td", { class: "basis", "data-label": "Basis" }, provenances(indicator).map(provenanceMark),
        certaintyMark(indicator.certainty))),
    h("tr", { class: "more", id: evidenceId, hidden: true }, h("td", { colspan: 7 }, evidence(indicator, actions, nameOf))));
  return group;
}

function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const group = id.startsWith("criterion-") ? byId(id) : null;
  if (group) setOpen(group, true);
}

function openAllForPrint(groups) {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = groups.filter((group) => group.querySelector("tr.more").hidden);
    opened.forEach((group) => setOpen(group, true));
  });
  window.addEventListener("afterprint", () => opened.forEach((group) => setOpen(group, false)));
}

function fillCriteria(data, actions) {
  const names = new Map(listOf(data.units).filter((unit) => unit.code).map((unit) => [unit.code, unit.name || unit.code]));
  const nameOf = (code) => names.get(code) ?? code;
  const groups = data.indicators.map((indicator) => criterionGroup(indicator, actions, nameOf));
  const column = (text, number, title) => h("th", { scope: "col", class: number ? "number" : null, title }, text);
  byId("criteria-table").append(
    h("table", { class: "criteria" },
      h("caption", { class: "unseen" }, "Criteria: value, threshold, margin and outcome"),
      h("thead", {}, h("tr", {}, column("Criterion"), column("Value", true), h("td", { class: "chart" }), column("Threshold", true),
        column("Margin", true, "how far on the good side of the threshold"), column("Outcome"),
        column("Basis", false, "where the figures come from, and how certain the threshold is"))),
      groups));
  openAllForPrint(groups);
  window.addEventListener("hashchange", openTarget);
  openTarget();
}

