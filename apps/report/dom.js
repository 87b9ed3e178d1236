// SPDX-License-Identifier: Apache-2.0
// Elements. Text from the data only ever becomes text nodes and attributes, never markup.

function assign(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function appendAll(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  assign(element, attributes);
  appendAll(element, children);
  return element;
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  assign(element, attributes);
  appendAll(element, children);
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

function chinese(text) {
  return text ? h("span", { class: "zh", lang: "zh" }, text) : null;
}

function swatch(colour, round) {
  const mark = h("span", { class: round ? "swatch round" : "swatch", "aria-hidden": "true" });
  mark.style.background = colour;
  return mark;
}

function outcomeBadge(outcome, text) {
  const name = outcomeOf(outcome);
  return h("span", { class: "badge " + name },
    h("span", { class: "mark", "aria-hidden": "true" }, OUTCOMES[name].mark), text ?? OUTCOMES[name].text);
}

function certaintyMark(certainty) {
  if (!certainty) return null;
  const known = Object.hasOwn(CERTAINTIES, certainty) ? CERTAINTIES[certainty] : null;
  const dots = known && h("span", { class: "dots", "aria-hidden": "true" },
    [1, 2, 3].map((level) => h("i", { class: level <= known.level ? "on" : null })));
  return h("span", { class: "certainty", title: known ? known.text : null }, dots, certainty);
}

function provenanceMark(provenance) {
  return h("span", { class: "provenance " + (Object.hasOwn(PROVENANCES, provenance) ? provenance : "other"),
    title: PROVENANCES[provenance] }, provenance);
}

function definitions(pairs) {
  const list = h("dl", { class: "definitions" });
  for (const [term, description] of pairs) {
    if (description === undefined || description === null || description === "") continue;
    list.append(h("dt", {}, term), h("dd", {}, description));
  }
  return list;
}

function field(label, control) {
  return h("label", { class: "field" }, h("span", {}, label), control);
}

function select(options, onChange) {
  const element = h("select", { change: () => onChange(element.value) });
  for (const option of options) {
    element.append(h("option", { value: option.value }, option.text));
  }
  return element;
}

