// SPDX-License-Identifier: Apache-2.0
// The verdict in words, at a glance, and what it is about.

function judged(indicators) {
  return indicators.filter((indicator) => indicator.comparison !== "report_only");
}

function countOutcome(indicators, outcome) {
  return indicators.filter((indicator) => indicator.outcome === outcome).length;
}

function verdictSentence(data) {
  const criteria = judged(data.indicators);
  const failed = countOutcome(criteria, "fail");
  const open = countOutcome(criteria, "not_assessable");
  const of = criteria.length + (criteria.length === 1 ? " criterion" : " criteria") + " of " + data.profile.title_en;
  const unknown = open === 0 ? "" : open + " more could not be assessed.";
  if (data.outcome === "pass") {
    return { main: data.title + " meets " + (criteria.length === 1 ? "the " : "all ") + of + ".", more: "" };
  }
  if (data.outcome === "fail") return { main: data.title + " does not meet " + failed + " of " + of + ".", more: unknown };
  if (data.outcome === "reported") {
    return { main: data.profile.title_en + " judges nothing: its figures for " + data.title + " follow.", more: "" };
  }
  return { main: data.title + " cannot be judged yet: " + open + " of " + of + " could not be assessed.",
    more: "Each row below says which data it would take." };
}

function statusStrip(indicators) {
  return h("ul", { class: "strip", "aria-label": "Outcome of each criterion" }, indicators.map((indicator) => {
    const outcome = outcomeOf(indicator.outcome);
    return h("li", {}, h("a", { class: outcome, href: "#criterion-" + indicator.id,
      title: indicator.title_en + ": " + OUTCOMES[outcome].text },
    h("span", { class: "mark", "aria-hidden": "true" }, OUTCOMES[outcome].mark), indicator.id,
    h("span", { class: "unseen" }, ": " + OUTCOMES[outcome].text)));
  }));
}

function lackText(indicator) {
  if (!isNumber(indicator.margin)) return "";
  // The city's own figure may be good enough where some unit's is not.
  const level = listOf(indicator.levels).find((one) => one.binding && one.failed > 0);
  if (indicator.margin >= 0 && level) return `${plainWords(level.level)}: ${formatInteger(level.failed)} not met`;
  const word = indicator.comparison === "at_most" ? " too much" : " short";
  return withDifferenceUnit(formatNumber(Math.abs(indicator.margin), marginDecimals(indicator)), indicator.unit) + word;
}

function shortfalls(indicators) {
  const failed = indicators.filter((indicator) => indicator.outcome === "fail");
  if (failed.length === 0) return null;
  return h("div", { class: "shortfalls" }, h("h3", {}, "Where it falls short"), h("ul", {}, failed.map((indicator) =>
    h("li", {}, h("a", { href: "#criterion-" + indicator.id }, indicator.title_en),
      h("span", { class: "figures" },
        h("strong", {}, withUnit(formatAgainst(indicator.value, indicator.threshold), indicator.unit)),
        " against " + formatThreshold(indicator), h("em", {}, lackText(indicator)))))));
}

function keyFigures(data) {
  const figure = (value, label) => value === null ? null
    : h("div", {}, h("dt", {}, label), h("dd", {}, value));
  const area = data.area;
  const figures = [
    figure(isNumber(area.residents) ? formatInteger(area.residents) : null, "residents"),
    figure(isNumber(area.households) ? formatInteger(area.households) : null, "households"),
    figure(isNumber(area.area_km2) ? formatNumber(area.area_km2, area.area_km2 < 100 ? 1 : 0) + SPACE + "km²" : null, "area"),
    figure(isNumber(area.resolution_m) ? formatNumber(area.resolution_m) + SPACE + "m" : null, "pixel"),
    figure(formatInteger(gapsTotal(data)), "gaps found"),
  ];
  return h("dl", { class: "key-figures" }, figures);
}

function gapsTotal(data) {
  return isNumber(data.gaps_total) ? data.gaps_total : data.gaps.features.length;
}

function fillHead(data) {
  appendAll(byId("eyebrow"), [data.profile.title_en, data.profile.title_zh ? " · " : "", chinese(data.profile.title_zh)]);
  byId("title").textContent = data.title;
  byId("description").textContent = data.description ?? "";
  byId("description").hidden = !data.description;
}

function fillResult(data) {
  const outcome = outcomeOf(data.outcome);
  const sentence = verdictSentence(data);
  const counts = ["pass", "fail", "not_assessable", "reported"]
    .map((name) => ({ name, count: countOutcome(data.indicators, name) }))
    .filter((entry) => entry.count > 0)
    .map((entry) => entry.count + " " + OUTCOMES[entry.name].text.toLowerCase());
  if (data.baseline) counts.push("compared with " + data.baseline);
  byId("result").append(
    h("div", { class: "verdict " + outcome },
      h("span", { class: "seal", "aria-hidden": "true" }, OUTCOMES[outcome].mark),
      h("div", {},
        h("p", { class: "sentence" }, sentence.main), sentence.more ? h("p", { class: "more" }, sentence.more) : null,
        h("p", { class: "counts" }, counts.join(" · ")), statusStrip(data.indicators)),
      shortfalls(data.indicators)),
    keyFigures(data));
}

