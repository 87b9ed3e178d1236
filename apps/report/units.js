// SPDX-License-Identifier: Apache-2.0
// The matrix of administrative units against criteria.

function failures(unit) {
  return Object.values(unit.indicators ?? {}).filter((result) => result.outcome === "fail").length;
}

// Without the row for what lies outside every unit.
function namedUnits(data, level) {
  return data.units.filter((unit) => unit.level === level && unit.code);
}

// Criteria that the whole area meets while some of its units do not.
function hiddenFailures(data, level) {
  const units = namedUnits(data, level);
  return data.indicators.filter((indicator) => indicator.outcome === "pass").map((indicator) => ({
    indicator, units: units.filter((unit) => unit.indicators?.[indicator.id]?.outcome === "fail"),
  })).filter((entry) => entry.units.length > 0);
}

function namesOf(units, limit) {
  const names = units.slice(0, limit).map(unitName).join(", ");
  return units.length > limit ? names + " and " + (units.length - limit) + " more" : names;
}

function hiddenFailuresNote(data, level) {
  const count = namedUnits(data, level).length;
  const found = hiddenFailures(data, level);
  if (found.length === 0) {
    return h("p", { class: "note calm" }, "No " + level + " fails a criterion that the whole area meets.");
  }
  return h("div", { class: "note" }, h("p", {}, h("strong", {}, "Met by the whole area, not by each " + level + ":")),
    h("ul", {}, found.map((entry) => h("li", {}, h("strong", {}, entry.indicator.id + " " + entry.indicator.title_en),
      " is not met in " + entry.units.length + " of " + plural(count, level, pluralLevel(level)) + ": " + namesOf(entry.units, 6) + "."))));
}

function indicatorColumn(indicator) {
  const result = (unit) => unit.indicators?.[indicator.id];
  return {
    label: indicator.id,
    title: indicator.title_en + (indicator.title_zh ? " " + indicator.title_zh : "") + ", " + formatThreshold(indicator),
    numeric: true,
    first: "ascending",
    className: "matrix",
    value: (unit) => result(unit)?.value ?? null,
    cell: (unit) => {
      const outcome = outcomeOf(result(unit)?.outcome);
      const value = result(unit)?.value;
      return h("span", { class: "cell " + outcome, title: indicator.title_en + ": " + OUTCOMES[outcome].text },
        h("span", { class: "mark", "aria-hidden": "true" }, outcome === "reported" ? "" : OUTCOMES[outcome].mark),
        formatAgainst(value, indicator.threshold), h("span", { class: "unseen" }, " " + OUTCOMES[outcome].text));
    },
  };
}

function unitKey(level, code) {
  return level + "\u0000" + code;
}

function unitColumns(data, gapCounts, actions) {
  const byKey = new Map(data.units.map((unit) => [unitKey(unit.level, unit.code), unit]));
  const parentOf = (unit) => {
    const parentLevel = data.levels[data.levels.indexOf(unit.level) - 1];
    return byKey.get(unitKey(parentLevel, unit.parent_code));
  };
  const severalParents = new Set(data.levels.filter((level) =>
    new Set(namedUnits(data, level).map((unit) => unit.parent_code)).size > 1));
  const name = { label: "Unit", value: unitName, cell: (unit) => {
    const parent = unit.code && severalParents.has(unit.level) ? parentOf(unit) : null;
    const area = isNumber(unit.area_km2) ? formatNumber(unit.area_km2, 1) + SPACE + "km²" : null;
    return [h("span", { class: "unit-name" }, unitName(unit)),
      h("span", { class: "unit below" }, [unit.code, area, parent && unitName(parent)].filter(Boolean).join(" · "))];
  } };
  const figure = (label, value, decimals) => ({ label, value, numeric: true, first: "descending",
    cell: (unit) => formatNumber(value(unit), decimals) });
  const gaps = { label: "Gaps", numeric: true, first: "descending", value: (unit) => gapCounts(unit), cell: (unit) => {
    const count = gapCounts(unit);
    return count === 0 ? "0" : h("button", { type: "button", class: "link", "aria-label": plural(count, "gap", "gaps") +
      " in " + unitName(unit) + ": show them", click: () => actions.listGaps({ unit }) }, formatInteger(count));
  } };
  return [name, figure("Residents", (unit) => unit.residents, 0), gaps,
    { ...figure("Not met", failures, 0), title: "criteria that the unit does not meet" }, ...data.indicators.map(indicatorColumn)];
}

function countGapsByUnit(data) {
  const counts = new Map();
  for (const feature of data.gaps.features) {
    for (const level of data.levels) {
      const key = unitKey(level, feature.properties?.["admin_" + level] ?? "");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return (unit) => counts.get(unitKey(unit.level, unit.code ?? "")) ?? 0;
}

function levelChoice(levels, chosen, onChoose) {
  return h("fieldset", { class: "choice" }, h("legend", { class: "unseen" }, "Administrative level"), levels.map((level) =>
    h("label", {}, h("input", { type: "radio", name: "level", value: level, checked: level === chosen, change: () => onChoose(level) }),
      h("span", {}, inWords(level)))));
}

function fillUnits(data, actions) {
  const levels = data.levels.filter((level) => data.units.some((unit) => unit.level === level));
  const body = byId("units-body");
  if (levels.length === 0) {
    body.append(h("p", { class: "note calm" }, "The scenario names no administrative units."));
    return;
  }
  const isDivided = (level) => namedUnits(data, level).length > 1;
  const state = { level: levels.find(isDivided) ?? levels[0], text: "", onlyFailing: false };
  const table = new PagedTable({ caption: "Criteria by administrative unit", className: "units", pageSize: 25,
    columns: unitColumns(data, countGapsByUnit(data), actions), empty: "No unit matches.", noun: "units" });
  const remark = h("div", { "aria-live": "polite" });
  const apply = () => table.show(data.units.filter((unit) => unit.level === state.level &&
    (!state.onlyFailing || failures(unit) > 0) &&
    ((unit.name ?? "") + " " + (unit.code ?? "")).toLowerCase().includes(state.text)));
  const choose = (level) => {
    state.level = level;
    remark.replaceChildren(hiddenFailuresNote(data, level));
    apply();
  };
  const find = h("input", { type: "search", placeholder: "name or code", input: () => {
    state.text = find.value.trim().toLowerCase();
    apply();
  } });
  const failing = h("input", { type: "checkbox", change: () => {
    state.onlyFailing = failing.checked;
    apply();
  } });
  body.append(h("div", { class: "filters" }, levelChoice(levels, state.level, choose), field("Find", find),
    h("label", { class: "check" }, failing, "only units that fail a criterion")), remark, table.element,
  h("p", { class: "key" }, data.indicators.map((indicator) => h("span", {}, h("b", {}, indicator.id), " " + indicator.title_en))));
  choose(state.level);
}

