// SPDX-License-Identifier: Apache-2.0
// Fibre: what is reached in each unit and why the rest is not, use of ports, and what has to be built.

const FIBRE_GAPS = { no_plant: "No plant near", no_route: "No route", no_port: "No free port", budget: "Budget",
  reach: "Reach", differential_reach: "Differential reach", below_10g: "Below 10G" };

function fibreColumns(units) {
  const share = (label, part, whole, title) => ({ label, title, numeric: true, first: "descending",
    value: (unit) => (whole(unit) > 0 ? 100 * (part(unit) / whole(unit)) : null),
    cell: (unit) => shareCell(whole(unit) > 0 ? 100 * (part(unit) / whole(unit)) : null) });
  const count = (label, value, title) => ({ label, title, numeric: true, first: "descending", value,
    cell: (unit) => formatInteger(value(unit)) });
  const reasons = Object.keys(FIBRE_GAPS).filter((gap) => units.some((unit) => unit.gaps[gap] > 0))
    .map((gap) => count(FIBRE_GAPS[gap], (unit) => unit.gaps[gap] ?? 0, "dwellings"));
  return [{ label: "Unit", value: unitName, cell: (unit) => h("span", { class: "unit-name" }, unitName(unit)) },
    count("Dwellings", (unit) => unit.dwellings),
    share("Passed", (unit) => unit.homes_passed, (unit) => unit.dwellings),
    share("Gigabit-ready", (unit) => unit.gigabit_ready, (unit) => unit.dwellings), ...reasons,
    count("PON ports", (unit) => unit.ports),
    share("10G", (unit) => unit.ports_10g, (unit) => unit.ports, "share of the ports that are 10G-PON or above"),
    share("In use", (unit) => unit.ports_used, (unit) => unit.ports, "share of the ports that serve anyone"),
    { label: "Per port", title: "dwellings on a port in use", numeric: true, first: "descending",
      value: (unit) => (unit.ports_used > 0 ? unit.lines_used / unit.ports_used : null),
      cell: (unit) => (unit.ports_used > 0 ? formatNumber(unit.lines_used / unit.ports_used, 1) : NONE) }];
}

function assignmentText(assignment) {
  if (!assignment || !(assignment.dwellings_bound > 0)) return null;
  const best = assignment.dwellings === assignment.dwellings_bound;
  return h("p", { class: "note calm" }, "10G-class ports serve " + formatInteger(assignment.dwellings) + " dwellings; " +
    (best ? "no assignment serves more." : "no assignment serves more than " + formatInteger(assignment.dwellings_bound) + "."));
}

function billTable(bill) {
  if (bill.length === 0) return null;
  const quantity = (item) => (item.unit === "m" ? formatNumber(item.quantity / 1000, 1) + SPACE + "km" : formatInteger(item.quantity));
  return [h("h3", {}, "To be built"), h("p", { class: "unit" }, "What the assumed part of the network needs. By OLT: ",
    h("code", {}, "bill_of_materials.csv"), "."),
  simpleTable("Bill of materials", [{ text: "Item" }, { text: "Quantity", number: true }],
    [...bill].sort((a, b) => sorter.compare(a.item, b.item)).map((item) => [item.item, quantity(item)]))];
}

function fillFibre(data) {
  const units = listOf(data.fibre?.units);
  if (units.length === 0) {
    byId("fibre").hidden = true;
    document.querySelector('.contents a[href="#fibre"]').parentElement.hidden = true;
    return;
  }
  const table = new PagedTable({ caption: "Fibre by unit", className: "units statistics", pageSize: 25,
    columns: fibreColumns(units), empty: "There are no units.", noun: "units" });
  table.show(units);
  appendAll(byId("fibre-body"), [assignmentText(data.fibre.assignment), table.element, billTable(listOf(data.fibre.bill))]);
}
